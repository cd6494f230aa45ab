package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.crashtag.pipeline.HaltingUpkeep.Task;
import org.crashtag.source.Packing;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.Verification;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.UnforcedStorage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The machine loses power at a call of the storage, and with it what wasn't forced to disk. What is
 * committed then is whole, and the next run makes the tables of an undisturbed one.
 */
class PowerLossTest {
  @TempDir private Path folder;
  private Path archive;
  private Path output;

  private interface Work {
    void run(StorageFactory storages) throws Exception;
  }

  private void makeArchive() throws IOException {
    archive = Files.createDirectories(folder.resolve("archive"));
    output = folder.resolve("tables");
    for (int i = 0; i < 3; i++) {
      Files.write(archive.resolve(i + ".dmp"), DumpBytes.of(SampleDumps.minidump(i)));
    }
    Files.write(
        archive.resolve("a.zip"),
        Packing.zip(Map.of("b.dmp", DumpBytes.of(SampleDumps.minidump(7)))));
  }

  private List<String> verify() throws IOException {
    List<String> faults = new ArrayList<>();
    new Verification(new LocalStorage(), output.toString()).run(faults::add);
    return faults;
  }

  /**
   * Loses power at every call in steps.
   *
   * @param before what the output is at the beginning; an absent folder for nothing
   */
  private void loseAtEach(int step, Path before, Work work, List<List<String>> allowed)
      throws Exception {
    UnforcedStorage.powered(Integer.MAX_VALUE);
    begin(before);
    work.run(UnforcedStorage::of);
    int all = UnforcedStorage.calls();
    assertThat(all).isGreaterThan(50);
    List<String> rows = TestRuns.everything(output);
    for (int call = 1; call < all; call += step) {
      begin(before);
      UnforcedStorage.powered(call);
      try {
        work.run(UnforcedStorage::of);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("the power is off");
      }
      UnforcedStorage.lose();
      assertThat(verify()).as("at call %d", call).isEmpty();
      assertThat(TestRuns.everything(output)).as("at call %d", call).isIn(allowed);
      work.run(LocalStorage::new);
      assertThat(TestRuns.everything(output)).as("next time, at call %d", call).isEqualTo(rows);
      assertThat(verify()).isEmpty();
    }
  }

  private void begin(Path before) throws IOException {
    new LocalStorage().delete(output.toString());
    if (Files.exists(before)) {
      UpkeepTest.copy(before, output);
    }
  }

  private void ofRun(int step) throws Exception {
    makeArchive();
    Work work = storages -> TestRuns.runMerging(storages, HaltingRun.options(archive, output));
    work.run(LocalStorage::new);
    List<String> all = TestRuns.everything(output);
    Files.delete(TestRuns.manifest(output, TestRuns.manifests(output).get(1)));
    List<List<String>> allowed = List.of(List.of(), TestRuns.everything(output), all);
    loseAtEach(step, folder.resolve("none"), work, allowed);
  }

  private void ofUpkeep(Task task, int step) throws Exception {
    makeArchive();
    Path before = folder.resolve("before");
    for (int night = 0; night < 2; night++) {
      Files.write(
          archive.resolve("night" + night + ".dmp"),
          DumpBytes.of(
              SampleDumps.minidump(20 + night)
                  .systemTime(
                      java.time.Instant.parse("2025-12-31T12:00:00Z")
                          .plusSeconds(86_400L * night))));
      TestRuns.run(HaltingUpkeep.options(archive, before, List.of("smbios")));
    }
    List<String> earlier = TestRuns.everything(before);
    Work work = storages -> task.runTwice(storages, archive, output);
    begin(before);
    work.run(LocalStorage::new);
    loseAtEach(step, before, work, List.of(earlier, TestRuns.everything(output)));
  }

  @Test
  void someCallsOfARun() throws Exception {
    ofRun(97);
  }

  @ParameterizedTest
  @EnumSource
  void someCallsOfUpkeep(Task task) throws Exception {
    ofUpkeep(task, 149);
  }

  @Tag("slow")
  @Test
  void everyCallOfARun() throws Exception {
    ofRun(1);
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource
  void everyCallOfUpkeep(Task task) throws Exception {
    ofUpkeep(task, 1);
  }
}
