package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.pipeline.FaultyStorage.Fault;
import org.crashtag.pipeline.HaltingUpkeep.Task;
import org.crashtag.storage.LocalStorage;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Merging, expiry and decoding again end before or after a call of the storage. Then the old rows
 * are readable or, after a commit, the new ones; the next attempt gives the result of an
 * undisturbed one.
 */
class HaltingUpkeepTest {
  @TempDir private static Path shared;
  private static Path archive;
  private static Path before;

  @TempDir private Path folder;
  private Path output;
  private Task task;
  private Halts halts;
  private List<String> files;

  /** The rows after this many commits. */
  private final List<List<String>> rows = new ArrayList<>();

  /** Two nights of a program that did not know the list of KMDF drivers; the first is to expire. */
  @BeforeAll
  static void runTwice() throws Exception {
    archive = Files.createDirectories(shared.resolve("archive"));
    before = shared.resolve("before");
    for (int night = 0; night < 2; night++) {
      Instant crash = Instant.parse("2025-12-31T12:00:00Z").plusSeconds(86_400L * night);
      for (int i = 0; i < 2; i++) {
        Files.write(
            archive.resolve(night + "-" + i + ".dmp"),
            DumpBytes.of(SampleDumps.minidump(2 * night + i).systemTime(crash)));
      }
      TestRuns.run(HaltingUpkeep.options(archive, before, List.of("smbios")));
    }
  }

  private void runUndisturbed(Task which) throws Exception {
    task = which;
    output = folder.resolve("output");
    begin();
    task.runTwice(FaultyStorage.noting(), archive, output);
    halts = new Halts(FaultyStorage.calls());
    files = TestRuns.files(output);
    rows.addAll(List.of(TestRuns.everything(before), TestRuns.everything(output)));
    assertThat(Halts.commits(FaultyStorage.calls())).isEqualTo(1);
    assertThat(rows.get(0).equals(rows.get(1))).isEqualTo(task == Task.COMPACT);
  }

  private void begin() throws IOException {
    new LocalStorage().delete(output.toString());
    UpkeepTest.copy(before, output);
  }

  private void checkHalt(int call, Fault when) throws Exception {
    begin();
    check(
        Halts.halt(
            HaltingUpkeep.class, call, when, folder.resolve("calls"), task, archive, output));
  }

  /** From this call on no call does anything. */
  private void checkLoss(int call) throws Exception {
    begin();
    try {
      task.runTwice(FaultyStorage.failingAt(call, Fault.LOST), archive, output);
    } catch (IOException e) {
      assertThat(e).as(halts.text(call)).hasMessageContaining("injected fault");
    }
    check(FaultyStorage.calls().subList(0, call - 1));
  }

  private void check(List<String> done) throws Exception {
    String what = Halts.at(done);
    assertThat(TestRuns.everything(output)).as(what).isEqualTo(rows.get(Halts.commits(done)));
    task.runTwice(LocalStorage::new, archive, output);
    assertThat(TestRuns.everything(output)).as("next time, " + what).isEqualTo(rows.get(1));
    assertThat(TestRuns.files(output)).as("files, " + what).isEqualTo(files);
  }

  @ParameterizedTest
  @EnumSource
  void someCalls(Task which) throws Exception {
    runUndisturbed(which);
    int commit = halts.with("createOnce", "/_runs/0").get(0);
    checkHalt(commit, Fault.BEFORE);
    checkHalt(commit, Fault.BEHIND);
    for (int call = 7; call <= halts.count(); call += halts.count() / 2) {
      checkLoss(call);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void everyChangeOfAProcess(Task which) throws Exception {
    runUndisturbed(which);
    halts.eachChange(this::checkHalt);
  }

  /** After a call is before the next one. */
  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void everyCallInThisProcess(Task which) throws Exception {
    runUndisturbed(which);
    for (int call = 1; call <= halts.count(); call++) {
      checkLoss(call);
    }
  }
}
