package org.crashtag.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.crashtag.storage.LocalStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
  private static final Instant NOW = Instant.parse("2026-03-17T12:00:00Z");

  @TempDir private Path output;
  private OutputFolder folder;

  @BeforeEach
  void open() {
    folder = new OutputFolder(new LocalStorage(), output.toString());
  }

  private void writeRuns(String... names) throws IOException {
    Files.createDirectories(output.resolve("_runs"));
    for (String name : names) {
      String run = name.endsWith(".json") ? name.substring(0, name.length() - 5) : "";
      byte[] earlier =
          EarlierManifestTest.EARLIER.replace("r20260317T120000000Z", run).getBytes(UTF_8);
      Files.write(output.resolve("_runs").resolve(name), earlier);
    }
  }

  @Test
  void folderWithoutRunsHasNone() throws IOException {
    assertThat(folder.runs()).isEmpty();
    assertThat(folder.manifests()).isEmpty();
    Turn turn = folder.nextTurn(NOW);
    assertThat(turn.number()).isEqualTo(1);
    assertThat(turn.run()).isEqualTo("r20260317T120000000Z");
    assertThat(turn.nonce()).isNotEqualTo(folder.nextTurn(NOW).nonce()).isNotEmpty();
  }

  @Test
  void runsOfFormat1AreOldestFirst() throws IOException {
    writeRuns("r20260102T000000000Z.json", "r20251231T000000000Z.json");
    assertThat(folder.runs()).containsExactly("r20251231T000000000Z", "r20260102T000000000Z");
  }

  @Test
  void strangeNamesAreNoRuns() throws IOException {
    writeRuns(
        "lock",
        "notes.json",
        ".json",
        "r20260102T000000000Z",
        "r20260102T000000000Z.json.new",
        "r20260102T000000000Z.json~",
        "copy of r20260102T000000000Z.json",
        "r2026.json",
        "1.json",
        "0000001.json",
        "00000001.json~");
    assertThat(folder.runs()).isEmpty();
  }

  @Test
  void nextRunSortsBehindTheLast() throws IOException {
    writeRuns("r20991231T000000000Z.json");
    assertThat(folder.nextTurn(NOW).run()).isEqualTo("r20991231T000000001Z");
  }

  @Test
  void secondHolderIsRefusedWithTheFirstOnesName() throws IOException {
    try (Closeable held = folder.lock(NOW)) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> folder.lock(NOW.plusSeconds(5)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(
              "another run is writing here: process " + ProcessHandle.current().pid())
          .hasMessageContaining(" on ")
          .hasMessageEndingWith("since " + NOW);
    }
  }

  @Test
  void lockCanBeTakenAgainWhenGivenBack() throws IOException {
    folder.lock(NOW).close();
    folder.lock(NOW.plusSeconds(5)).close();
    assertThat(output.resolve("_runs/lock")).content().endsWith("since " + NOW.plusSeconds(5));
  }

  /** A process that died left its text, not its lock. */
  @Test
  void textOfADeadHolderLocksNothing() throws IOException {
    writeRuns("lock");
    Files.writeString(
        output.resolve("_runs/lock"), "process 1 on elsewhere since " + "9".repeat(99));
    folder.lock(NOW).close();
    assertThat(output.resolve("_runs/lock")).content().doesNotContain("elsewhere", "99");
  }
}
