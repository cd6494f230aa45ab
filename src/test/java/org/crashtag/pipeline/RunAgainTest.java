package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.crashtag.source.Packing;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.Manifest;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a run treats the results of earlier ones. */
class RunAgainTest {
  @TempDir private Path folder;
  private SampleRun run;

  @BeforeEach
  void runOnce() throws IOException {
    run = new SampleRun(folder, 4);
    run.put("a.dmp", DumpBytes.of(SampleDumps.minidump(1)));
    run.put("broken.dmp", Arrays.copyOf(DumpBytes.of(SampleDumps.minidump(2)), 100));
    run.put("notes.txt", new byte[] {'n', 'o'});
    run.put("bad.zip", new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0});
    run.commit();
  }

  @Test
  void nothingNewWritesNothing() throws Exception {
    List<String> before = TestRuns.files(run.output());
    CrashRun.Result again = run.run();
    assertThat(again.manifest()).isEmpty();
    assertThat(again.sources()).isEqualTo(4);
    assertThat(again.unchanged()).isEqualTo(4);
    assertThat(TestRuns.files(run.output())).isEqualTo(before);
  }

  @Test
  void unchangedSourcesAreNotOpened() throws Exception {
    StorageFactory unreadable =
        new UnreadableStorage.Factory(
            Map.of("a.dmp", -1L, "broken.dmp", -1L, "notes.txt", -1L, "bad.zip", -1L));
    assertThat(run.run(unreadable).manifest()).isEmpty();
  }

  @Test
  void newFileIsAddedAlone() throws Exception {
    run.put("new.dmp", DumpBytes.of(SampleDumps.minidump(3)));
    Manifest second = run.commit();
    assertThat(second.counts())
        .containsEntry("sources", 1L)
        .containsEntry("sources_decoded", 1L)
        .containsEntry("rows_dumps", 1L);
    assertThat(run.ask("SELECT count(*), count(DISTINCT run) FROM dumps")).containsExactly("2|2");
  }

  @Test
  void dumpUnderAnotherNameIsKnown() throws Exception {
    run.put("again/b.dmp", DumpBytes.of(SampleDumps.minidump(1)));
    run.put("c.zip", Packing.zip(Map.of("d.dmp", DumpBytes.of(SampleDumps.minidump(1)))));
    Manifest second = run.commit();
    assertThat(second.counts())
        .containsEntry("sources_known", 2L)
        .doesNotContainKey("rows_dumps")
        .doesNotContainKey("rows_tags");
    assertThat(run.ask("SELECT parse_filename(source) FROM dumps")).containsExactly("a.dmp");
    assertThat(run.run().manifest()).isEmpty();
  }

  @Test
  void rejectedFileIsLookedAtAgainWhenItChanges() throws Exception {
    run.put("broken.dmp", DumpBytes.of(SampleDumps.minidump(2)));
    assertThat(run.commit().counts())
        .containsEntry("sources", 1L)
        .containsEntry("sources_decoded", 1L);
    assertThat(run.ask("SELECT parse_filename(source) FROM dumps ORDER BY 1"))
        .containsExactly("a.dmp", "broken.dmp");
  }

  @Test
  void fileWithAnotherTimeIsReadAgainAndItsDumpIsNotDoubled() throws Exception {
    Path file = run.archive().resolve("a.dmp");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
    assertThat(run.commit().counts())
        .containsEntry("sources", 1L)
        .containsEntry("sources_known", 1L);
    assertThat(run.ask("SELECT count(*) FROM dumps")).containsExactly("1");
  }

  /** A newer program may be able to use it. */
  @Test
  void anotherVersionTriesRejectedSourcesAgain() throws Exception {
    RunOptions options = TestRuns.options(List.of(run.archive().toString()), run.output(), 4);
    Manifest second =
        new CrashRun(LocalStorage::new, "test 2", (storage, output) -> {})
            .run(options, progress -> {})
            .manifest()
            .orElseThrow();
    assertThat(second.counts())
        .containsEntry("sources", 2L)
        .containsEntry("sources_rejected", 2L)
        .doesNotContainKey("sources_known");
    assertThat(run.run().manifest()).isPresent();
  }

  @Test
  void manifestTellsWhatWasAskedFor() throws Exception {
    Manifest manifest =
        new org.crashtag.store.OutputFolder(new LocalStorage(), run.output().toString())
            .manifests()
            .get(0);
    assertThat(manifest.program()).isEqualTo(TestRuns.PROGRAM);
    assertThat(manifest.privacy()).isEqualTo("hash");
    assertThat(manifest.replaces()).isEmpty();
    assertThat(manifest.started()).isLessThan(manifest.finished());
    assertThat(manifest.tables())
        .extracting(Manifest.Table::name)
        .containsExactlyElementsOf(TestRuns.tables().stream().map(table -> table.name()).toList());
  }

  /** The output folder may be inside the archive. */
  @Test
  void outputIsNeverInput() throws Exception {
    SampleRun inside = new SampleRun(folder.resolve("inside"), 2);
    inside.put("a.dmp", DumpBytes.of(SampleDumps.minidump(1)));
    Path output = inside.archive().resolve("tables");
    RunOptions options = TestRuns.options(List.of(inside.archive().toString()), output, 2);
    assertThat(TestRuns.run(options).sources()).isEqualTo(1);
    assertThat(TestRuns.run(options).manifest()).isEmpty();
  }
}
