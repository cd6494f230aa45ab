package org.crashtag.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.crashtag.pipeline.FaultyStorage.Fault;
import org.crashtag.source.Packing;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.OutputFolder;
import org.crashtag.testing.JavaProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run of two batches, each followed by a merge of the index, ends before or after a call of the
 * storage. Readable is then what was committed and nothing else; the next run makes the tables of
 * an undisturbed run and leaves no stray file.
 */
class HaltingTest {
  /** The calls that change what is on the disk; the others look. */
  private static final Set<String> CHANGES =
      Set.of("create", "write", "close", "move", "replace", "copy", "delete", "force", "lock");

  @TempDir private Path folder;
  private Path archive;
  private Path output;
  private List<String> calls;
  private List<String> files;

  /** The rows behind so many commits. */
  private final List<List<String>> rows = new ArrayList<>();

  @BeforeEach
  void runUndisturbed() throws Exception {
    archive = Files.createDirectories(folder.resolve("archive"));
    for (int i = 0; i < 3; i++) {
      Files.write(archive.resolve(i + ".dmp"), SampleDumps.minidump(i).toBytes());
    }
    Files.write(archive.resolve("broken.dmp"), new byte[10]);
    Files.write(
        archive.resolve("a.zip"), Packing.zip(Map.of("b.dmp", SampleDumps.minidump(7).toBytes())));
    output = folder.resolve("output");
    TestRuns.runMerging(FaultyStorage.noting(), HaltingRun.options(archive, output));
    calls = FaultyStorage.calls();
    files = TestRuns.files(output);
    List<String> all = TestRuns.everything(output);
    removeLastRun();
    rows.addAll(List.of(List.of(), TestRuns.everything(output), all));
    assertThat(rows).doesNotHaveDuplicates();
    new LocalStorage().delete(output.toString());
  }

  private void removeLastRun() throws IOException {
    List<String> runs = new OutputFolder(new LocalStorage(), output.toString()).runs();
    assertThat(runs).hasSize(2);
    Files.delete(output.resolve("_runs/" + runs.get(1) + ".json"));
  }

  /** The calls of a process that ended at one of them. */
  private List<String> halt(int call, Fault when) throws Exception {
    Path log = folder.resolve("calls");
    Process process =
        JavaProcess.of(HaltingRun.class.getName(), archive, output, call, when)
            .redirectOutput(log.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).as("exit code").isEqualTo(FaultyStorage.HALTED);
    List<String> done = Files.readAllLines(log, UTF_8);
    assertThat(done).hasSize(call);
    return done;
  }

  private void checkHalt(int call, Fault when) throws Exception {
    List<String> done = halt(call, when);
    check(done.subList(0, when == Fault.BEFORE ? call - 1 : call));
  }

  /**
   * Ends nothing, but from this call on no call does anything: on the disk the same as an end
   * before it.
   */
  private void checkLoss(int call) throws Exception {
    StorageFactory lost = FaultyStorage.failingAt(call, Fault.LOST);
    assertThatThrownBy(() -> TestRuns.runMerging(lost, HaltingRun.options(archive, output)))
        .as("call %d, %s", call, calls.get(call - 1))
        .isInstanceOf(IOException.class);
    check(FaultyStorage.calls().subList(0, call - 1));
  }

  /**
   * Checks what is there, and what the next run makes of it.
   *
   * @param done what was done to it
   */
  private void check(List<String> done) throws Exception {
    String what = done.size() + " calls, the last " + (done.isEmpty() ? "none" : last(done));
    int commits = (int) done.stream().filter(HaltingTest::isCommit).count();
    assertThat(TestRuns.everything(output)).as(what).isEqualTo(rows.get(commits));
    TestRuns.runMerging(LocalStorage::new, HaltingRun.options(archive, output));
    assertThat(TestRuns.everything(output)).as("next run, " + what).isEqualTo(rows.get(2));
    assertThat(TestRuns.files(output)).as("files, " + what).isEqualTo(files);
    new LocalStorage().delete(output.toString());
  }

  private static String last(List<String> calls) {
    return calls.get(calls.size() - 1);
  }

  private static boolean isCommit(String call) {
    return call.startsWith("move ") && call.contains("/_runs/") && call.endsWith(".json");
  }

  private boolean isChange(int call) {
    return CHANGES.contains(calls.get(call - 1).split(" ", 2)[0]);
  }

  /** The numbers of the calls whose text has these words. */
  private List<Integer> calls(String... words) {
    return IntStream.rangeClosed(1, calls.size())
        .filter(call -> List.of(words).stream().allMatch(calls.get(call - 1)::contains))
        .boxed()
        .toList();
  }

  @Test
  void someCallsOfAProcess() throws Exception {
    checkHalt(calls("force", "/parts/dumps").get(0), Fault.BEHIND);
    checkHalt(calls("move", "/ready/tags to ").get(1), Fault.BEFORE);
    checkHalt(calls("find", "/_index/").get(300), Fault.BEFORE);
    checkHalt(calls("move", "/_index/upto=").get(1), Fault.BEHIND);
  }

  @Test
  void someCallsInThisProcess() throws Exception {
    for (int commit : calls("move", "/_runs/")) {
      checkLoss(commit);
      checkLoss(commit + 1);
    }
    checkLoss(calls("move", " to ", "/_index/upto=").get(1) + 1);
    for (int call = 7; call <= calls.size(); call += 239) {
      checkLoss(call);
    }
  }

  @Tag("slow")
  @Test
  void everyChangeOfAProcess() throws Exception {
    for (int call = 1; call <= calls.size(); call++) {
      if (isChange(call)) {
        checkHalt(call, Fault.BEFORE);
        checkHalt(call, Fault.BEHIND);
      }
    }
  }

  /** Behind a call is before the next one. */
  @Tag("slow")
  @Test
  void everyCallInThisProcess() throws Exception {
    for (int call = 1; call <= calls.size(); call++) {
      checkLoss(call);
    }
  }
}
