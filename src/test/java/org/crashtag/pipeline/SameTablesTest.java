package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.Fleet;
import org.crashtag.sample.KmdfDriver;
import org.crashtag.sample.KmdfList;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;
import org.crashtag.store.Manifest;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables depend on the dumps, not on buckets, threads, order or earlier runs. */
class SameTablesTest {
  @TempDir private Path folder;

  @Test
  void bucketsAndThreadsChangeNothing() throws Exception {
    Path archive = folder.resolve("archive");
    Fleet.write(archive, 300, 5, 10, done -> {});
    List<String> sources = List.of(archive.toString());
    Path one = folder.resolve("one");
    TestRuns.run(TestRuns.options(sources, one, 1, "--targetParallelism=1"));
    List<String> rows = TestRuns.everything(one);
    assertThat(rows).hasSizeGreaterThan(10_000);
    for (int buckets : new int[] {3, 64}) {
      Path output = folder.resolve("buckets-" + buckets);
      TestRuns.run(TestRuns.options(sources, output, buckets, "--targetParallelism=4"));
      assertThat(TestRuns.everything(output)).isEqualTo(rows);
    }
  }

  @Test
  void secondRunAddsWhatIsNew() throws Exception {
    Path archive = folder.resolve("archive");
    Fleet.write(archive, 40, 5, 10, done -> {});
    Path output = folder.resolve("output");
    RunOptions options = TestRuns.options(List.of(archive.toString()), output, 4);
    TestRuns.run(options);
    List<String> rows = TestRuns.everything(output);
    CrashRun.Result again = TestRuns.run(options);
    assertThat(again.manifest()).isEmpty();
    assertThat(again.unchanged()).isEqualTo(40);
    assertThat(TestRuns.everything(output)).isEqualTo(rows);

    Files.write(archive.resolve("new.dmp"), DumpBytes.of(dump()));
    Manifest third = TestRuns.run(options).manifest().orElseThrow();
    assertThat(third.counts()).containsEntry("sources", 1L).containsEntry("sources_decoded", 1L);
    Files.write(archive.resolve("again.dmp"), DumpBytes.of(dump()));
    Manifest fourth = TestRuns.run(options).manifest().orElseThrow();
    assertThat(fourth.counts()).containsEntry("sources", 1L).containsEntry("sources_known", 1L);
  }

  private static DumpBuilder dump() {
    byte[] drivers =
        new KmdfList(MachineKind.X64).add(new KmdfDriver("Wdf01000", 1, 31, 0, 0)).toBytes();
    return DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
        .build(19041)
        .bugCheck(0xD1, 1, 2, 3, 4)
        .blob(SampleBlob.of(KmdfList.TAG, drivers))
        .blob(
            SampleBlob.of(
                org.crashtag.bytes.Guid.constant("0ddba115-3333-4c77-b1e0-000000000001"),
                new byte[500]));
  }

  @Test
  void wholeCopyWins() throws Exception {
    byte[] whole = DumpBytes.of(dump());
    byte[] cut = Arrays.copyOf(whole, whole.length - 400);
    for (String cutName : List.of("a.dmp", "z.dmp")) {
      Path archive = Files.createDirectories(folder.resolve("archive-" + cutName));
      Files.write(archive.resolve(cutName), cut);
      Files.write(archive.resolve("m.dmp"), whole);
      Path output = folder.resolve("output-" + cutName);
      TestRuns.run(TestRuns.options(List.of(archive.toString()), output, 4));
      assertThat(TestRuns.ask(output, "SELECT parse_filename(source), region_end FROM dumps"))
          .containsExactly("m.dmp|end_of_file");
      assertThat(
              TestRuns.ask(
                  output, "SELECT parse_filename(source), outcome FROM sources ORDER BY 1"))
          .containsExactlyInAnyOrder(cutName + "|duplicate", "m.dmp|decoded");
      assertThat(TestRuns.ask(output, "SELECT * FROM rejects")).isEmpty();
    }
  }

  @Test
  void laterWholeCopyReplacesTheCutOne() throws Exception {
    byte[] whole = DumpBytes.of(dump());
    Path archive = Files.createDirectories(folder.resolve("archive"));
    Files.write(archive.resolve("cut.dmp"), Arrays.copyOf(whole, whole.length - 400));
    Path output = folder.resolve("output");
    RunOptions options = TestRuns.options(List.of(archive.toString()), output, 4);
    TestRuns.run(options);
    assertThat(TestRuns.ask(output, "SELECT region_end FROM dumps")).containsExactly("truncated");
    Files.write(archive.resolve("whole.dmp"), whole);
    TestRuns.run(options);
    assertThat(TestRuns.ask(output, "SELECT parse_filename(source), region_end FROM dumps"))
        .containsExactly("whole.dmp|end_of_file");
    assertThat(TestRuns.ask(output, "SELECT status FROM tags ORDER BY ordinal"))
        .containsExactly("decoded", "unknown");
    assertThat(TestRuns.ask(output, "SELECT count(*) FROM kmdf_drivers")).containsExactly("1");
  }
}
