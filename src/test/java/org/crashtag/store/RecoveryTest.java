package org.crashtag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.storage.LocalStorage;
import org.crashtag.testing.ForwardingStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run removes what no manifest names, and nothing else. */
class RecoveryTest {
  private static final Instant NOW = Instant.parse("2026-03-17T12:00:00Z");
  private static final String EARLIER = "r20260101T000000000Z";
  private static final String ATTEMPT = "0123456789abcdef";
  private static final String MARKER = "_runs/" + RunLog.MARKER;

  @TempDir private Path output;
  private OutputFolder folder;

  @BeforeEach
  void open() {
    folder = new OutputFolder(new LocalStorage(), output.toString());
  }

  private void recover() throws IOException {
    try (Closeable lock = folder.lock(NOW)) {
      assertThat(lock).isNotNull();
      folder.recover();
    }
  }

  /** Commits a run as a process does that holds the lock. */
  private Manifest commit() throws IOException {
    try (Closeable lock = folder.lock(NOW)) {
      assertThat(lock).isNotNull();
      Turn turn = folder.nextTurn(NOW);
      WrittenRun run = new WrittenRun(output, turn, ATTEMPT);
      run.commit(run.write());
      return folder.committed(turn);
    }
  }

  private List<String> files() throws IOException {
    return WrittenRun.files(output);
  }

  private void write(String path) throws IOException {
    Files.createDirectories(output.resolve(path).getParent());
    Files.writeString(output.resolve(path), "stray");
  }

  @Test
  void emptyFolderNeedsNothing() throws IOException {
    recover();
    assertThat(files()).containsExactly("_runs/lock", MARKER);
  }

  @Test
  void runWithoutCommitIsRemoved() throws IOException {
    WrittenRun run = new WrittenRun(output, Turn.of(1, Manifests.RUN), ATTEMPT);
    run.write();
    write("_staging/" + Manifests.RUN + "/list/0");
    write("_index/" + Manifests.RUN + "-" + ATTEMPT);
    recover();
    assertThat(files()).containsExactly("_runs/00000001.json", "_runs/lock", MARKER);
    assertThat(folder.manifests()).isEmpty();
    assertThat(output.resolve("dumps/run=" + Manifests.RUN)).doesNotExist();
  }

  /** A paused run would commit under the number that was free when it began. */
  @Test
  void whatWasRemovedCanNotBeCommittedAnyMore() throws IOException {
    commit();
    Turn turn = folder.nextTurn(NOW);
    WrittenRun paused = new WrittenRun(output, turn, ATTEMPT);
    List<BucketResult> results = paused.write();
    recover();
    assertThatThrownBy(() -> paused.commit(results))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another process wrote here since this one began")
        .hasMessageContaining("is a note of process " + ProcessHandle.current().pid() + " on ");
    assertThat(folder.manifests()).hasSize(1);
    commit();
    assertThat(folder.manifests()).extracting(Manifest::number).containsExactly(1L, 3L);
  }

  /** In this moment the paused run commits: then its files are not removed. */
  @Test
  void runThatCommitsAtTheSameTimeKeepsItsFiles() throws IOException {
    Turn turn = folder.nextTurn(NOW);
    WrittenRun paused = new WrittenRun(output, turn, ATTEMPT);
    List<BucketResult> results = paused.write();
    OutputFolder other =
        new OutputFolder(
            new ForwardingStorage(new LocalStorage()) {
              @Override
              public boolean createOnce(String path, byte[] bytes) throws IOException {
                if (path.endsWith("/00000001.json")) {
                  paused.commit(results);
                }
                return super.createOnce(path, bytes);
              }
            },
            output.toString());
    try (Closeable lock = other.lock(NOW)) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(other::recover)
          .isInstanceOf(StoreException.class)
          .hasMessageEndingWith("00000001.json is the run " + turn.run());
    }
    List<String> files = files();
    recover();
    assertThat(files()).isEqualTo(files);
    assertThat(folder.manifests()).extracting(Manifest::run).containsExactly(turn.run());
  }

  @Test
  void strayFilesAreRemovedAndNothingElse() throws IOException {
    Manifest committed = commit();
    String run = committed.run();
    List<String> kept = new ArrayList<>(files());
    for (String mine :
        List.of(
            "dumps/notes.txt",
            "dumps/run=mine/part.parquet",
            "dumps/run=" + run + "/notes.txt",
            "x/y.csv",
            "_other/run=" + EARLIER + "/part-0.parquet",
            "_sql/mine.sql")) {
      write(mine);
      kept.add(mine);
    }
    kept.add("_runs/00000002.json");
    kept.sort(null);
    write("dumps/run=" + run + "/part-00000-fedcba9876543210.parquet");
    write("dumps/run=" + EARLIER + "/part-00000.parquet");
    write("a_table_of_another_version/run=" + EARLIER + "/part-00000-" + ATTEMPT + ".parquet");
    write("_index/run=" + EARLIER + "/00");
    write("_index/" + run + "-fedcba9876543210");
    write("_index/upto-1-" + ATTEMPT);
    write("_staging/index/00");
    write("_staging/a");
    for (String unfinished : List.of("_runs", "_sql")) {
      write(unfinished + "/.unfinished-ccb6b5a4-1c7e-4f4a-8d4d-7e0c54b0d3c9");
    }
    recover();
    assertThat(files()).isEqualTo(kept);
    recover();
    assertThat(files()).as("again").isEqualTo(kept);
  }

  @Test
  void unfinishedFilesAloneTakeNoNumber() throws IOException {
    commit();
    List<String> files = files();
    write("_runs/.unfinished-ccb6b5a4-1c7e-4f4a-8d4d-7e0c54b0d3c9");
    recover();
    assertThat(files()).isEqualTo(files);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "lost"})
  void damagedPartIsNamed(String how) throws IOException {
    Manifest committed = commit();
    Path part = output.resolve(committed.tables().get(0).parts().get(1).path());
    if (how.equals("cut")) {
      Files.writeString(part, "sec");
    } else {
      Files.delete(part);
    }
    assertThatThrownBy(this::recover)
        .isInstanceOf(StoreException.class)
        .hasMessage(
            part + ": " + (how.equals("cut") ? "3 bytes" : "missing") + " instead of 6 bytes");
  }

  /** Parts of a version that this one doesn't understand must not be taken for stray ones. */
  @ParameterizedTest
  @ValueSource(strings = {"00000001.json", "r20260301T000000000Z.json"})
  void nothingIsRemovedFromANewerFormatsFolder(String name) throws IOException {
    write("dumps/run=" + EARLIER + "/part-00000.parquet");
    write("_staging/x/y");
    Files.createDirectories(output.resolve("_runs"));
    Files.writeString(output.resolve("_runs").resolve(name), "{\"format\": 3}");
    write("_runs/lock");
    List<String> before = files();
    assertThatThrownBy(this::recover)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("newer crashtag");
    assertThat(files()).isEqualTo(before);
  }

  /** A file of another number than its name's is somebody's copy. */
  @Test
  void copiedManifestIsRefused() throws IOException {
    commit();
    Files.copy(output.resolve("_runs/00000001.json"), output.resolve("_runs/00000002.json"));
    assertThatThrownBy(folder::manifests)
        .hasMessage(output + "/_runs/00000002.json: not a manifest of this number");
  }

  /**
   * To a program that knows only format 1, the marker is the latest manifest, of a newer format.
   */
  @Test
  void programsOfFormat1AreKeptOut() throws IOException {
    recover();
    assertThat(Files.readString(output.resolve(MARKER))).startsWith("{\"format\": 2,");
    String name = output.resolve(MARKER).getFileName().toString();
    assertThat(RunId.isRunId(name.replace(".json", ""))).isTrue();
    assertThat(name).isGreaterThan(RunId.next(Instant.parse("9999-12-31T23:59:59.998Z"), ""));
  }
}
