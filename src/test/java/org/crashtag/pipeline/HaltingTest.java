package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.crashtag.pipeline.FaultyStorage.Fault;
import org.crashtag.source.Packing;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run of two batches, each followed by a merge of the index, ends before or after a call of the
 * storage. Then exactly the committed rows are readable, and the next run makes the tables of an
 * undisturbed run and leaves no stray file.
 */
class HaltingTest {
  @TempDir private Path folder;
  private Path archive;
  private Path output;
  private Halts halts;
  private List<String> files;

  /** The rows after this many commits. */
  private final List<List<String>> rows = new ArrayList<>();

  @BeforeEach
  void runUndisturbed() throws Exception {
    archive = Files.createDirectories(folder.resolve("archive"));
    for (int i = 0; i < 3; i++) {
      Files.write(archive.resolve(i + ".dmp"), DumpBytes.of(SampleDumps.minidump(i)));
    }
    Files.write(archive.resolve("broken.dmp"), new byte[10]);
    Files.write(
        archive.resolve("a.zip"),
        Packing.zip(Map.of("b.dmp", DumpBytes.of(SampleDumps.minidump(7)))));
    output = folder.resolve("output");
    TestRuns.runMerging(FaultyStorage.noting(), HaltingRun.options(archive, output));
    halts = new Halts(FaultyStorage.calls());
    files = TestRuns.files(output);
    List<String> all = TestRuns.everything(output);
    removeLastRun();
    rows.addAll(List.of(List.of(), TestRuns.everything(output), all));
    assertThat(rows).doesNotHaveDuplicates();
    new LocalStorage().delete(output.toString());
  }

  private void removeLastRun() throws IOException {
    List<Manifest> runs = new OutputFolder(new LocalStorage(), output.toString()).manifests();
    assertThat(runs).hasSize(2);
    Files.delete(TestRuns.manifest(output, runs.get(1)));
  }

  private void checkHalt(int call, Fault when) throws Exception {
    check(Halts.halt(HaltingRun.class, call, when, folder.resolve("calls"), archive, output));
  }

  /**
   * Ends nothing, but from this call on no call does anything: on the disk the same as an end
   * before it.
   */
  private void checkLoss(int call) throws Exception {
    StorageFactory lost = FaultyStorage.failingAt(call, Fault.LOST);
    assertThatThrownBy(() -> TestRuns.runMerging(lost, HaltingRun.options(archive, output)))
        .as("call %d, %s", call, halts.text(call))
        .isInstanceOf(IOException.class);
    check(FaultyStorage.calls().subList(0, call - 1));
  }

  /**
   * Checks what is there, and what the next run makes of it.
   *
   * @param done what was done to it
   */
  private void check(List<String> done) throws Exception {
    String what = Halts.at(done);
    assertThat(TestRuns.everything(output)).as(what).isEqualTo(rows.get(Halts.commits(done)));
    TestRuns.runMerging(LocalStorage::new, HaltingRun.options(archive, output));
    assertThat(TestRuns.everything(output)).as("next run, " + what).isEqualTo(rows.get(2));
    assertThat(TestRuns.files(output)).as("files, " + what).isEqualTo(files);
    new LocalStorage().delete(output.toString());
  }

  @Test
  void someCallsOfAProcess() throws Exception {
    checkHalt(halts.with("force", "/dumps/run=", ".parquet").get(0), Fault.BEHIND);
    checkHalt(halts.with("createOnce", "/_runs/0").get(1), Fault.BEFORE);
    checkHalt(halts.with("note", "/_runs/0").get(1), Fault.BEHIND);
    checkHalt(halts.with("close", "/_index/upto-").get(1), Fault.BEFORE);
  }

  @Test
  void someCallsInThisProcess() throws Exception {
    for (int commit : halts.with("createOnce", "/_runs/0")) {
      checkLoss(commit);
      checkLoss(commit + 1);
    }
    checkLoss(halts.with("note", "/_runs/0").get(1) + 1);
    for (int call = 7; call <= halts.count(); call += 239) {
      checkLoss(call);
    }
  }

  @Tag("slow")
  @Test
  void everyChangeOfAProcess() throws Exception {
    halts.eachChange(this::checkHalt);
  }

  /** After a call is before the next one. */
  @Tag("slow")
  @Test
  void everyCallInThisProcess() throws Exception {
    for (int call = 1; call <= halts.count(); call++) {
      checkLoss(call);
    }
  }
}
