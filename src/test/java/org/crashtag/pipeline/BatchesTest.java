package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many small commits make the tables of one large one, and the index stays quick to read. */
class BatchesTest {
  private static final int DUMPS = 20;

  @TempDir private Path folder;
  private Path archive;

  @BeforeEach
  void makeArchive() throws IOException {
    archive = Files.createDirectories(folder.resolve("archive"));
    for (int i = 0; i < DUMPS; i++) {
      Files.write(archive.resolve(i + ".dmp"), DumpBytes.of(SampleDumps.minidump(i)));
    }
  }

  private RunOptions options(Path output, int batch) {
    return TestRuns.inBatches(
        List.of(archive.toString()), output, batch, 1, "--targetParallelism=1");
  }

  @Test
  void eachBatchIsACommitAndTheTablesAreTheSame() throws Exception {
    Path whole = folder.resolve("whole");
    TestRuns.run(options(whole, DUMPS));
    Path parts = folder.resolve("parts");
    CrashRun.Result result = TestRuns.run(options(parts, 7));
    assertThat(result.manifests())
        .extracting(manifest -> manifest.counts().get("sources"))
        .containsExactly(7L, 7L, 6L);
    assertThat(result.counts()).containsEntry("sources_listed", 20L);
    assertThat(result.rows()).containsEntry("dumps", 20L);
    assertThat(TestRuns.everything(parts)).isEqualTo(TestRuns.everything(whole));
    assertThat(TestRuns.run(options(parts, 7)).manifests()).isEmpty();
  }

  @Test
  void manifestHasTheDurationsOfAllStages() throws Exception {
    Manifest manifest =
        TestRuns.run(options(folder.resolve("tables"), DUMPS)).manifest().orElseThrow();
    assertThat(manifest.counts())
        .containsKeys(
            "millis_list",
            "millis_compare",
            "millis_identify",
            "millis_distinct",
            "millis_write",
            "millis_commit");
  }

  @Test
  void indexesOfManyRunsAreMergedAndForgetNothing() throws Exception {
    Path output = folder.resolve("tables");
    assertThat(TestRuns.run(options(output, 1)).manifests()).hasSize(DUMPS);
    try (Stream<Path> index = Files.list(output.resolve("_index"))) {
      assertThat(index.map(path -> path.getFileName().toString().split("-", 2)[0]))
          .contains("upto")
          .hasSizeLessThan(DUMPS);
    }
    assertThat(TestRuns.run(options(output, 1)).unchanged()).isEqualTo(DUMPS);
    Files.copy(archive.resolve("0.dmp"), archive.resolve("copy.dmp"));
    assertThat(TestRuns.run(options(output, 1)).counts())
        .containsEntry("sources", 1L)
        .containsEntry("sources_known", 1L);
  }

  /** Its rows are gone with it, whatever the merged index contains. */
  @Test
  void sourcesOfARunWithoutManifestAreNew() throws Exception {
    Files.write(archive.resolve("broken.dmp"), new byte[100]);
    Path output = folder.resolve("tables");
    TestRuns.runMerging(LocalStorage::new, options(output, 10));
    List<String> rows = TestRuns.everything(output);
    List<Manifest> runs = new OutputFolder(new LocalStorage(), output.toString()).manifests();
    assertThat(runs).hasSize(3);

    Files.delete(TestRuns.manifest(output, runs.get(1)));
    CrashRun.Result again = TestRuns.run(options(output, 10));

    assertThat(again.unchanged()).isEqualTo(DUMPS + 1 - 10);
    assertThat(again.counts()).containsEntry("sources", 10L);
    assertThat(TestRuns.everything(output)).isEqualTo(rows);
  }

  /** The state after a power loss: merged, but the merged runs not yet removed. */
  @Test
  void leftoversOfAMergeAreRemoved() throws Exception {
    Path output = folder.resolve("tables");
    TestRuns.run(options(output, 1));
    Path leftover = Files.writeString(output.resolve("_index/upto-3-0123456789abcdef"), "leftover");
    assertThat(TestRuns.run(options(output, 1)).unchanged()).isEqualTo(DUMPS);
    assertThat(leftover).doesNotExist();
  }
}
