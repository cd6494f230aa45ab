package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.crashtag.decode.Privacy;
import org.crashtag.pipeline.FaultyStorage.Fault;
import org.crashtag.sample.Fleet;
import org.crashtag.sql.Upkeep;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.TestKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decoding again gives what decoding for the first time would have given. */
class RebuildTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final String KMDF = "kmdf_drivers";

  @TempDir private static Path shared;
  private static Path archive;

  /** What a run that decodes and keeps everything has. */
  private static List<String> everything;

  @TempDir private Path folder;

  @BeforeAll
  static void decodeEverything() throws Exception {
    archive = shared.resolve("archive");
    Fleet.write(archive, 30, 5, 10, done -> {});
    Path whole = shared.resolve("whole");
    TestRuns.run(options(archive, whole, List.of(), List.of("all")));
    everything = TestRuns.everything(whole);
  }

  private static RunOptions options(
      Path archive, Path output, List<String> tags, List<String> keep) {
    return new RunOptions(
        output.toString(),
        RunOptions.Reading.of(List.of(archive.toString())),
        RunOptions.Decoding.of(tags),
        new RunOptions.Writing(List.of(), keep, RunOptions.Hashing.ALL, 2, false),
        new RunOptions.PrivateValues(Privacy.Mode.KEEP, TestKey.file().toString()),
        RunOptions.Description.NONE,
        List.of());
  }

  /** A copy of the archive that a program decoded which knew the KMDF list alone. */
  private final class Earlier {
    private final Path copy = folder.resolve("archive");
    private final Path output = folder.resolve("output");

    Earlier(List<String> keep) throws IOException {
      Fleet.write(copy, 30, 5, 10, done -> {});
      TestRuns.run(options(copy, output, List.of(KMDF), keep));
    }

    void removeArchive() throws IOException {
      new LocalStorage().delete(copy.toString());
    }

    Upkeep.Rebuilt rebuild() throws Exception {
      return rebuild(LocalStorage::new, List.of(), false);
    }

    Upkeep.Rebuilt rebuild(StorageFactory storages, List<String> tags, boolean all)
        throws Exception {
      RunOptions options = options(copy, output, tags, List.of());
      Redecoding redecoding = new Redecoding(storages, TestRuns.PROGRAM, options);
      return new Upkeep(storages.get(), output.toString(), TestRuns.PROGRAM, TestRuns.tables())
          .rebuild(redecoding, all, RunOptions.DEFAULT_BATCH, DAY);
    }

    /** Every row, with the archive's place as that of the archive of {@link #everything}. */
    List<String> rows() throws Exception {
      return TestRuns.everything(output).stream()
          .map(row -> row.replace(copy.toString(), archive.toString()))
          .map(RebuildTest::withoutTime)
          .sorted()
          .toList();
    }

    String ask(String question) throws Exception {
      return String.join("\n", TestRuns.ask(output, question));
    }

    long parts() throws IOException {
      try (Stream<Path> files = Files.walk(output)) {
        return files.filter(file -> file.toString().endsWith(".parquet")).count();
      }
    }
  }

  /** When the files were written differs. */
  private static String withoutTime(String row) {
    return row.startsWith("sources|")
        ? row.replaceAll("\\|[0-9]{4}-[0-9]{2}-[0-9]{2}T[^|]*Z\\|", "|TIME|")
        : row;
  }

  /** The first rows that only one side has: all of them would fill the screen. */
  private static void assertSame(List<String> rows, List<String> expected) {
    List<String> missing = new ArrayList<>(expected);
    missing.removeAll(new HashSet<>(rows));
    List<String> more = new ArrayList<>(rows);
    more.removeAll(new HashSet<>(expected));
    assertThat(more.stream().limit(3)).isEmpty();
    assertThat(missing.stream().limit(3)).isEmpty();
    assertThat(rows).hasSameSizeAs(expected);
  }

  private static List<String> expected() {
    return everything.stream().map(RebuildTest::withoutTime).sorted().toList();
  }

  @Test
  void fromTheArchiveItIsAsIfDecodedToday() throws Exception {
    Earlier earlier = new Earlier(List.of("all"));
    String runs = earlier.ask("SELECT DISTINCT run FROM dumps");
    assertThat(earlier.rows().size()).isLessThan(expected().size());

    Upkeep.Rebuilt rebuilt = earlier.rebuild();

    assertSame(earlier.rows(), expected());
    assertThat(rebuilt.manifests()).hasSize(1);
    assertThat(rebuilt.counts())
        .containsEntry("dumps_from_blobs", 0L)
        .containsEntry("dumps_out_of_reach", 0L);
    assertThat(rebuilt.counts().get("dumps_from_archive")).isGreaterThan(20L);
    assertThat(earlier.ask("SELECT DISTINCT run FROM dumps"))
        .as("a row names the run that found its dump")
        .isEqualTo(runs);
    assertThat(earlier.rebuild().manifests()).as("again is free").isEmpty();
  }

  @Test
  void keptBlobsAloneGiveTheSame() throws Exception {
    Earlier earlier = new Earlier(List.of("all"));
    earlier.removeArchive();

    Upkeep.Rebuilt rebuilt = earlier.rebuild();

    assertThat(rebuilt.counts()).containsEntry("dumps_from_archive", 0L);
    assertThat(rebuilt.counts().get("dumps_from_blobs")).isGreaterThan(20L);
    assertSame(earlier.rows(), expected());
    assertThat(earlier.rebuild().manifests()).isEmpty();
  }

  @Test
  void withoutArchiveAndBlobsAllStays() throws Exception {
    Earlier earlier = new Earlier(List.of());
    earlier.removeArchive();
    List<String> before = earlier.rows();
    long parts = earlier.parts();

    Upkeep.Rebuilt rebuilt = earlier.rebuild();

    assertThat(rebuilt.manifests()).isEmpty();
    assertThat(rebuilt.counts().get("dumps_out_of_reach")).isGreaterThan(20L);
    assertSame(earlier.rows(), before);
    assertThat(earlier.parts()).isEqualTo(parts);
    assertThat(new LocalStorage().list(earlier.output + "/_staging")).isEmpty();
  }

  @Test
  void aDecoderWhoseBlobsWereKeptIsDoneAlone() throws Exception {
    Earlier earlier = new Earlier(List.of("smbios"));
    earlier.removeArchive();
    String drivers = earlier.ask("SELECT * FROM kmdf_drivers ORDER BY ALL");
    assertThat(earlier.ask("SELECT count(*) FROM machines")).isEqualTo("0");

    earlier.rebuild();

    assertThat(earlier.ask("SELECT count(*) > 0 FROM machines")).isEqualTo("true");
    assertThat(earlier.ask("SELECT * FROM kmdf_drivers ORDER BY ALL")).isEqualTo(drivers);
    assertThat(
            earlier.ask("SELECT DISTINCT decoder FROM tags WHERE decoder IS NOT NULL ORDER BY 1"))
        .isEqualTo("kmdf 1\nsmbios 2");
    assertThat(earlier.rows())
        .filteredOn(row -> row.startsWith("machines|"))
        .containsExactlyElementsOf(
            expected().stream().filter(row -> row.startsWith("machines|")).toList());
  }

  @Test
  void whatNoDecoderTakesNowStays() throws Exception {
    Earlier earlier = new Earlier(List.of("all"));
    earlier.rebuild();

    Upkeep.Rebuilt rebuilt = earlier.rebuild(LocalStorage::new, List.of(KMDF), true);

    assertThat(rebuilt.manifests()).hasSize(1);
    assertSame(earlier.rows(), expected());
  }

  @Test
  void anotherDumpInItsPlaceIsNotTakenForIt() throws Exception {
    Earlier earlier = new Earlier(List.of());
    List<String> before = earlier.rows();
    try (Stream<Path> all = Files.walk(earlier.copy)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Files.write(file, DumpBytes.of(SampleDumps.minidump(file.hashCode())));
      }
    }

    Upkeep.Rebuilt rebuilt = earlier.rebuild();

    assertThat(rebuilt.manifests()).isEmpty();
    assertSame(earlier.rows(), before);
  }

  /** The index names the run that found a dump; merged and rebuilt rows still name it as well. */
  @Test
  void aLongerCopyReplacesRowsThatWereMergedAndRebuilt() throws Exception {
    SampleRun run = new SampleRun(folder, 2);
    byte[] whole = DumpBytes.of(SampleDumps.minidump(1));
    run.put("other.dmp", DumpBytes.of(SampleDumps.minidump(2)));
    run.commit();
    run.put("cut.dmp", Arrays.copyOf(whole, whole.length - 100));
    run.commit();
    Upkeep upkeep =
        new Upkeep(
            new LocalStorage(), run.output().toString(), TestRuns.PROGRAM, TestRuns.tables());
    assertThat(upkeep.compact(true, DAY).manifest()).isPresent();
    RunOptions options = TestRuns.options(List.of(), run.output(), 2);
    Redecoding redecoding = new Redecoding(LocalStorage::new, TestRuns.PROGRAM, options);
    assertThat(upkeep.rebuild(redecoding, true, 1, DAY).manifests()).hasSize(1);

    run.put("whole.dmp", whole);
    assertThat(run.commit().replacedDumps()).hasSize(1);

    SampleRun reference = new SampleRun(folder.resolve("reference"), 1);
    reference.put("other.dmp", DumpBytes.of(SampleDumps.minidump(2)));
    reference.put("whole.dmp", whole);
    reference.commit();
    for (String table : List.of("tags", "kmdf_drivers", "modules", "rejects")) {
      String rows = "SELECT * EXCLUDE (run) FROM " + table + " ORDER BY ALL";
      assertThat(run.ask(rows)).as(table).isEqualTo(reference.ask(rows));
    }
    assertThat(run.ask("SELECT count(*) FROM dumps")).containsExactly("2");
  }

  @Test
  void whatWasRebuiltIsKnown() throws Exception {
    Earlier earlier = new Earlier(List.of("all"));
    earlier.rebuild();
    List<String> before = earlier.rows();

    assertThat(TestRuns.run(options(earlier.copy, earlier.output, List.of(), List.of())).manifest())
        .as("what was rebuilt is known")
        .isEmpty();
    assertSame(earlier.rows(), before);
  }

  @Test
  void faultsLoseNothing() throws Exception {
    faultsLoseNothing(97);
  }

  @Tag("slow")
  @Test
  void noFaultLosesAnything() throws Exception {
    faultsLoseNothing(1);
  }

  /**
   * Whatever call fails, the rows are either the old or the new ones, and the next attempt works.
   */
  private void faultsLoseNothing(int step) throws Exception {
    Earlier earlier = new Earlier(List.of("all"));
    List<String> before = earlier.rows();
    Path saved = folder.resolve("saved");
    UpkeepTest.copy(earlier.output, saved);
    earlier.rebuild(FaultyStorage.noting(), List.of(), false);
    int calls = FaultyStorage.calls().size();
    assertThat(calls).isGreaterThan(100);
    List<String> after = earlier.rows();
    List<Fault> faults = List.of(Fault.values());
    for (int call = 1; call <= calls; call += step) {
      Fault fault = faults.get(call / step % faults.size());
      new LocalStorage().delete(earlier.output.toString());
      UpkeepTest.copy(saved, earlier.output);
      String what = fault + " at call " + call;
      try {
        earlier.rebuild(FaultyStorage.failingAt(call, fault), List.of(), false);
      } catch (IOException e) {
        assertThat(e).as(what).hasMessageContaining("injected fault");
      }
      List<String> rows = earlier.rows();
      assertThat(rows.equals(before) || rows.equals(after)).as(what).isTrue();

      earlier.rebuild();
      assertSame(earlier.rows(), after);
      assertThat(new LocalStorage().list(earlier.output + "/_staging")).isEmpty();
      List<Manifest> runs =
          new OutputFolder(new LocalStorage(), earlier.output.toString()).manifests();
      assertThat(runs).as(what).hasSizeBetween(2, 3);
    }
  }
}
