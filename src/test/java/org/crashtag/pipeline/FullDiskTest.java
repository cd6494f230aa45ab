package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.crashtag.pipeline.HaltingUpkeep.Task;
import org.crashtag.sample.Fleet;
import org.crashtag.storage.LocalStorage;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * If the disk is full, nothing is committed; after space is freed, the next run does everything.
 */
class FullDiskTest {
  @TempDir private Path folder;
  private Path archive;
  private List<String> rows;
  private List<String> files;

  @BeforeEach
  void runUndisturbed() throws Exception {
    archive = folder.resolve("archive");
    Fleet.write(archive, 12, 3, 20, done -> {});
    Path undisturbed = folder.resolve("undisturbed");
    TestRuns.run(options(undisturbed));
    rows = TestRuns.everything(undisturbed);
    files = TestRuns.files(undisturbed);
  }

  private RunOptions options(Path output) {
    return TestRuns.options(List.of(archive.toString()), output, 2, "--targetParallelism=1");
  }

  @Test
  void nothingOrEverythingIsCommittedAndTheReasonIsTold() throws Exception {
    int failures = 0;
    for (long room = 0; ; room = room * 5 / 2 + 100) {
      Path output = folder.resolve("room-" + room);
      if (fits(room, output)) {
        break;
      }
      // Once all rows are committed, the files for other engines can still lack room.
      List<String> committed = TestRuns.everything(output);
      assertThat(committed).as("room for " + room).isIn(List.of(), rows);
      failures += committed.isEmpty() ? 1 : 0;
      TestRuns.run(options(output));
      assertThat(TestRuns.everything(output)).as("room for " + room).isEqualTo(rows);
      assertThat(TestRuns.files(output)).as("room for " + room).isEqualTo(files);
      new LocalStorage().delete(output.toString());
    }
    assertThat(failures).isGreaterThan(4);
  }

  /** Whether the run ended well. */
  private boolean fits(long room, Path output) {
    StorageFactory storages = FullStorage.withRoomFor(room);
    try {
      TestRuns.run(storages, options(output));
      return true;
    } catch (IOException e) {
      assertThat(e).as("room for " + room).hasMessageContaining(FullStorage.MESSAGE);
      return false;
    }
  }

  @Test
  void earlierRunsStayWhatTheyWere() throws Exception {
    Path output = folder.resolve("undisturbed");
    Fleet.write(archive.resolve("more"), 10, 4, 0, done -> {});
    assertThatThrownBy(() -> TestRuns.run(FullStorage.withRoomFor(20_000), options(output)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(FullStorage.MESSAGE);
    assertThat(TestRuns.everything(output)).isEqualTo(rows);
  }

  /** Merging, expiry and decoding again: the earlier rows stay until all new ones fit. */
  @ParameterizedTest
  @EnumSource
  void upkeepChangesNothingOnAFullDisk(Task task) throws Exception {
    Path old = folder.resolve("old");
    for (int night = 0; night < 2; night++) {
      Instant crash = Instant.parse("2025-12-31T12:00:00Z").plusSeconds(86_400L * night);
      Files.createDirectories(old);
      for (int i = 0; i < 2; i++) {
        Files.write(
            old.resolve(night + "-" + i + ".dmp"),
            DumpBytes.of(SampleDumps.minidump(2 * night + i).systemTime(crash)));
      }
      TestRuns.run(HaltingUpkeep.options(old, folder.resolve("before"), List.of("smbios")));
    }
    List<String> before = TestRuns.everything(folder.resolve("before"));
    Path output = folder.resolve("tables");
    int failures = 0;
    for (long room = 0; ; room = room * 3 + 100) {
      UpkeepTest.copy(folder.resolve("before"), output);
      boolean fits = true;
      try {
        task.runTwice(FullStorage.withRoomFor(room), old, output);
      } catch (IOException e) {
        assertThat(e).as("room for " + room).hasMessageContaining(FullStorage.MESSAGE);
        fits = false;
        failures++;
      }
      List<String> there = TestRuns.everything(output);
      task.runTwice(LocalStorage::new, old, output);
      List<String> after = TestRuns.everything(output);
      assertThat(there).as("room for " + room).isIn(before, after);
      new LocalStorage().delete(output.toString());
      if (fits) {
        assertThat(there).isEqualTo(after);
        break;
      }
    }
    assertThat(failures).isGreaterThan(3);
  }
}
