package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.Layout;
import org.crashtag.sample.Layout.PlacedBlob;
import org.crashtag.sample.RegionWriter;
import org.crashtag.source.Packing;
import org.crashtag.store.Manifest;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of all copies of a dump, found at once or over time, the most complete one is in the tables. */
class CopiesTest {
  private static final String CONTENT =
      "SELECT parse_filename(source), tag_count, region_end, (SELECT count(*) FROM kmdf_drivers),"
          + " (SELECT sum(kept_bytes) FROM tags), (SELECT count(*) FROM modules),"
          + " (SELECT count(*) FROM rejects WHERE stage = 'region') FROM dumps";

  @TempDir private Path folder;
  private SampleRun run;

  @BeforeEach
  void open() throws Exception {
    run = new SampleRun(folder, 4);
  }

  @Test
  void smallestPathOfEqualCopiesIsDecoded() throws Exception {
    byte[] dump = DumpBytes.of(SampleDumps.minidump(1));
    for (String name : List.of("c.dmp", "a.dmp", "B.dmp", "a/z.dmp")) {
      run.put(name, dump);
    }
    Manifest manifest = run.commit();
    assertThat(manifest.counts())
        .containsEntry("sources_decoded", 1L)
        .containsEntry("sources_duplicate", 3L);
    assertThat(run.ask("SELECT parse_filename(source) FROM dumps")).containsExactly("B.dmp");
    assertThat(run.outcomes())
        .containsExactlyInAnyOrder(
            "B.dmp|decoded", "a.dmp|duplicate", "c.dmp|duplicate", "z.dmp|duplicate");
  }

  @Test
  void longestCopyIsDecodedWhateverItsName() throws Exception {
    byte[] dump = DumpBytes.of(SampleDumps.minidump(1));
    run.put("a.dmp", Arrays.copyOf(dump, dump.length - 100));
    run.put("b.dmp", Arrays.copyOf(dump, dump.length - 10));
    run.put("z.dmp", dump);
    run.put("c.zip", Packing.zip(Map.of("x.dmp", Arrays.copyOf(dump, dump.length - 1))));
    run.commit();
    assertThat(run.ask(CONTENT)).containsExactly("z.dmp|3|end_of_file|2|812|2|0");
    assertThat(run.ask("SELECT count(*) FROM sources WHERE outcome = 'duplicate'"))
        .containsExactly("3");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 64})
  void bucketsDoNotChooseTheCopy(int buckets) throws Exception {
    SampleRun other = new SampleRun(folder.resolve("buckets"), buckets);
    for (int parameter = 0; parameter < 8; parameter++) {
      byte[] dump = DumpBytes.of(SampleDumps.minidump(parameter));
      other.put((9 - parameter) + "-whole.dmp", dump);
      other.put(parameter + "-cut.dmp", Arrays.copyOf(dump, dump.length - 300));
    }
    other.commit();
    assertThat(other.ask("SELECT parse_filename(source) FROM dumps ORDER BY 1"))
        .containsExactly(
            "2-whole.dmp",
            "3-whole.dmp",
            "4-whole.dmp",
            "5-whole.dmp",
            "6-whole.dmp",
            "7-whole.dmp",
            "8-whole.dmp",
            "9-whole.dmp");
    assertThat(other.ask("SELECT DISTINCT region_end FROM dumps")).containsExactly("end_of_file");
    assertThat(other.ask("SELECT * FROM rejects")).isEmpty();
  }

  /** At, just before and just after each structure's start, and in its middle. */
  private static SortedSet<Long> cuts(Layout layout) {
    SortedSet<Long> cuts = new TreeSet<>(List.of(layout.regionStart(), layout.regionStart() + 16));
    for (PlacedBlob blob : layout.blobs()) {
      cuts.addAll(List.of(blob.headerOffset(), blob.dataOffset(), blob.headerOffset() + 1));
      cuts.add(blob.dataOffset() + blob.size() / 2);
    }
    cuts.removeIf(cut -> cut >= layout.regionEnd());
    return cuts;
  }

  /** A file cut between two blobs looks whole until a longer one is found. */
  @ParameterizedTest
  @EnumSource(RegionWriter.class)
  void laterWholeCopyReplacesOneThatWasCutAnywhere(RegionWriter writer) throws Exception {
    List<Long> cuts =
        List.copyOf(cuts(SampleDumps.minidump(0, writer).image().layout().orElseThrow()));
    assertThat(cuts).hasSizeGreaterThan(8);
    for (int i = 0; i < cuts.size(); i++) {
      byte[] dump = DumpBytes.of(SampleDumps.minidump(i, writer));
      run.put(i + "-cut.dmp", Arrays.copyOf(dump, cuts.get(i).intValue()));
    }
    assertThat(run.commit().counts()).containsEntry("sources_decoded", (long) cuts.size());
    assertThat(run.ask("SELECT count(*) FROM tags")).isNotEqualTo(List.of("" + 3 * cuts.size()));
    for (int i = 0; i < cuts.size(); i++) {
      run.put(i + "-whole.dmp", DumpBytes.of(SampleDumps.minidump(i, writer)));
    }
    assertThat(run.commit().counts()).containsEntry("sources_decoded", (long) cuts.size());

    SampleRun reference = new SampleRun(folder.resolve("reference"), 1);
    for (int i = 0; i < cuts.size(); i++) {
      reference.put(i + "-whole.dmp", DumpBytes.of(SampleDumps.minidump(i, writer)));
    }
    reference.commit();
    for (String table : List.of("tags", "kmdf_drivers", "modules", "rejects")) {
      String question = "SELECT * EXCLUDE (run) FROM " + table + " ORDER BY ALL";
      assertThat(run.ask(question)).as(table).isEqualTo(reference.ask(question));
    }
    String dumps =
        "SELECT * EXCLUDE (run) REPLACE (parse_filename(source) AS source) FROM dumps ORDER BY 1";
    assertThat(run.ask(dumps)).hasSize(cuts.size()).isEqualTo(reference.ask(dumps));
  }

  /**
   * A file that ends before its region gives only its header's data, until a longer one is found.
   */
  @Test
  void copyCutBeforeItsRegionGivesWayToAnyLongerOne() throws Exception {
    DumpBuilder builder = SampleDumps.minidump(1);
    byte[] dump = DumpBytes.of(builder);
    int start = (int) builder.image().layout().orElseThrow().regionStart();
    String question =
        "SELECT parse_filename(source), bugcheck_code, region_end, (SELECT count(*) FROM tags),"
            + " (SELECT string_agg(reason) FROM rejects"
            + " WHERE stage <> 'modules' AND dump_id IS NOT NULL) FROM dumps";
    Map<Integer, String> found = new TreeMap<>();
    found.put(0x2000, "truncated|0|truncated");
    found.put(0x2040, "truncated|0|truncated");
    found.put(start - 1, "truncated|0|truncated");
    found.put(start, "null|0|null");
    found.put(start + 40, "truncated|0|truncated");
    found.put(dump.length, "end_of_file|3|null");
    for (Map.Entry<Integer, String> copy : found.entrySet()) {
      int length = copy.getKey();
      String row = length + ".dmp|209|" + copy.getValue();
      run.put(length + ".dmp", Arrays.copyOf(dump, length));
      run.put("0-shorter-than-" + length + ".dmp", Arrays.copyOf(dump, length - 1));
      run.commit();
      assertThat(run.ask(question)).containsExactly(row);
      run.put("later-than-" + length + ".dmp", Arrays.copyOf(dump, length - 1));
      run.put("same-as-" + length + ".dmp", Arrays.copyOf(dump, length));
      run.commit();
      assertThat(run.ask(question)).containsExactly(row);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip", "7z", "tar", "gz", "zst", "xz"})
  void cutMemberOfAnArchiveHasItsHeaderFacts(String kind) throws Exception {
    byte[] cut = Arrays.copyOf(DumpBytes.of(SampleDumps.minidump(1)), 0x2100);
    Map<String, byte[]> member = Map.of("a.dmp", cut);
    byte[] archive =
        switch (kind) {
          case "zip" -> Packing.zip(member);
          case "7z" -> Packing.sevenZip(member);
          case "tar" -> Packing.tar(member);
          case "gz" -> Packing.gzip(cut);
          case "zst" -> Packing.zstd(cut);
          default -> Packing.xz(cut);
        };
    run.put("a.dmp." + kind, archive);
    run.commit();
    assertThat(run.ask("SELECT bugcheck_code, region_end FROM dumps"))
        .containsExactly("209|truncated");
    assertThat(run.ask("SELECT stage, reason FROM rejects")).contains("header|truncated");
  }

  @Test
  void replacedRowsStayInTheirPartsAndSourcesInTheirView() throws Exception {
    byte[] dump = DumpBytes.of(SampleDumps.minidump(1));
    run.put("cut.dmp", Arrays.copyOf(dump, dump.length - 100));
    Manifest first = run.commit();
    run.put("whole.dmp", dump);
    Manifest second = run.commit();
    String dumpId = run.ask("SELECT dump_id FROM dumps").get(0);
    assertThat(second.replacedDumps())
        .containsExactly(new Manifest.ReplacedDump(first.run(), dumpId));
    assertThat(run.ask("SELECT DISTINCT run FROM dumps")).containsExactly(second.run());
    assertThat(run.ask("SELECT DISTINCT run FROM tags")).containsExactly(second.run());
    assertThat(run.ask("SELECT * FROM rejects")).isEmpty();
    assertThat(run.outcomes()).containsExactly("cut.dmp|decoded", "whole.dmp|decoded");
    for (Manifest.Table table : first.tables()) {
      for (Manifest.Part part : table.parts()) {
        assertThat(Files.size(run.output().resolve(part.path()))).isEqualTo(part.bytes());
      }
    }
  }

  @Test
  void rowsAreReplacedAgainAndAgain() throws Exception {
    byte[] dump = DumpBytes.of(SampleDumps.minidump(1));
    for (int missing : new int[] {600, 400, 200, 0}) {
      run.put(missing + ".dmp", Arrays.copyOf(dump, dump.length - missing));
      run.commit();
      assertThat(run.ask("SELECT parse_filename(source) FROM dumps"))
          .containsExactly(missing + ".dmp");
    }
    assertThat(run.ask(CONTENT)).containsExactly("0.dmp|3|end_of_file|2|812|2|0");
  }

  @Test
  void laterShorterOrEqualCopyIsKnown() throws Exception {
    byte[] dump = DumpBytes.of(SampleDumps.minidump(1));
    run.put("m.dmp", Arrays.copyOf(dump, dump.length - 200));
    run.commit();
    List<String> content = run.ask(CONTENT);
    run.put("a.dmp", Arrays.copyOf(dump, dump.length - 300));
    run.put("b.dmp", Arrays.copyOf(dump, dump.length - 200));
    Manifest second = run.commit();
    assertThat(second.counts()).containsEntry("sources_known", 2L);
    assertThat(second.replacedDumps()).isEmpty();
    assertThat(run.ask(CONTENT)).isEqualTo(content);
  }

  /** If the longest copy can't be read, an earlier run's rows must not be replaced by fewer. */
  @Test
  void unreadableLongerCopyReplacesNothing() throws Exception {
    byte[] dump = DumpBytes.of(SampleDumps.minidump(1));
    run.put("m.dmp", Arrays.copyOf(dump, dump.length - 200));
    run.commit();
    List<String> content = run.ask(CONTENT);
    run.put("a.dmp", Arrays.copyOf(dump, dump.length - 300));
    run.put("whole.dmp", dump);
    long regionStart = SampleDumps.minidump(1).image().layout().orElseThrow().regionStart();
    Manifest second =
        run.run(new UnreadableStorage.Factory(Map.of("whole.dmp", regionStart + 100)))
            .manifest()
            .orElseThrow();
    assertThat(second.replacedDumps()).isEmpty();
    assertThat(run.ask(CONTENT)).isEqualTo(content);
    assertThat(run.outcomes())
        .containsExactly("m.dmp|decoded", "a.dmp|known", "whole.dmp|unreadable");
    run.commit();
    assertThat(run.ask(CONTENT)).containsExactly("whole.dmp|3|end_of_file|2|812|2|0");
  }
}
