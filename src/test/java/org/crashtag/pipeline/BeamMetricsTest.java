package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beam's metrics are the manifest's counts under the same names. */
class BeamMetricsTest {
  @TempDir private Path folder;

  private Manifest run(int batch) throws Exception {
    RunOptions options =
        TestRuns.inBatches(
            List.of(folder.resolve("archive").toString()), folder.resolve("tables"), batch, 3);
    return new CrashRun(
            LocalStorage::new,
            TestRuns.PROGRAM,
            (storage, output) -> {},
            NotingRunner::of,
            OutputFolder.MOST_UNMERGED)
        .run(options, progress -> {})
        .manifest()
        .orElseThrow();
  }

  private void put(String name, byte[] bytes) throws Exception {
    Files.createDirectories(folder.resolve("archive"));
    Files.write(folder.resolve("archive").resolve(name), bytes);
  }

  private static void assertSame(Manifest manifest, long identified) {
    Map<String, Long> expected = new TreeMap<>(manifest.counts());
    expected.put("identified", identified);
    assertThat(NotingRunner.counters(Counters.COUNTS)).isEqualTo(expected);
    assertThat(NotingRunner.counters(Counters.REJECTS)).isEqualTo(manifest.rejects());
  }

  @Test
  void metricsAreTheManifestsCounts() throws Exception {
    byte[] dump = DumpBytes.of(SampleDumps.minidump(1));
    put("a.dmp", dump);
    put("again.dmp", dump);
    put("cut.dmp", Arrays.copyOf(dump, 100));
    put("notes.txt", new byte[] {1});

    Manifest first = run(10);
    assertThat(first.counts())
        .containsEntry("sources_listed", 4L)
        .containsEntry("sources_unchanged", 0L)
        .containsEntry("sources_duplicate", 1L)
        .containsKeys(
            "millis_list",
            "millis_compare",
            "millis_identify",
            "millis_distinct",
            "millis_write",
            "millis_commit");
    assertThat(first.rejects()).isNotEmpty();
    assertSame(first, 4);

    put("new.dmp", DumpBytes.of(SampleDumps.minidump(2)));
    Manifest second = run(10);
    assertThat(second.counts()).containsEntry("sources_unchanged", 4L);
    assertSame(second, 1);
  }

  /** The listing is counted once, with the first batch. */
  @Test
  void eachBatchHasItsOwn() throws Exception {
    put("a.dmp", DumpBytes.of(SampleDumps.minidump(1)));
    put("b.dmp", DumpBytes.of(SampleDumps.minidump(2)));
    Manifest last = run(1);
    assertThat(last.counts()).containsEntry("sources", 1L).doesNotContainKey("sources_listed");
    assertSame(last, 1);
  }
}
