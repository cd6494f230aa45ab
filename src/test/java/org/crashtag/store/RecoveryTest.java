package org.crashtag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.storage.LocalStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The remains of an earlier run are finished if it was ready to commit, and otherwise removed. */
class RecoveryTest {
  private static final String EARLIER = "r20260101T000000000Z";
  private static final String RUN = Manifests.RUN;

  @TempDir private Path output;
  private OutputFolder folder;
  private StagedRun staged;

  @BeforeEach
  void open() {
    folder = new OutputFolder(new LocalStorage(), output.toString());
    staged = new StagedRun(output, RUN);
  }

  @Test
  void emptyFolderNeedsNothing() throws IOException {
    folder.recover();
    assertThat(staged.files()).isEmpty();
  }

  @Test
  void missingFolderNeedsNothing() throws IOException {
    new OutputFolder(new LocalStorage(), output.resolve("none").toString()).recover();
    assertThat(output.resolve("none")).doesNotExist();
  }

  @Test
  void runWithoutCommitIsRemoved() throws IOException {
    staged.stage();
    folder.recover();
    assertThat(staged.files()).isEmpty();
    assertThat(staged.staging()).doesNotExist();
  }

  /** Wherever between the first and the last step it stopped. */
  @Test
  void runWithCommitIsFinished() throws IOException {
    staged.commit(staged.stage());
    List<String> committed = staged.files();
    for (String undone : List.of("", "dumps", "rejects", "_index", "dumps rejects _index")) {
      unfinish(undone.isEmpty() ? List.of() : List.of(undone.split(" ", -1)));
      assertThat(folder.runs()).isEmpty();
      folder.recover();
      assertThat(staged.files()).as(undone).isEqualTo(committed);
      assertThat(folder.runs()).containsExactly(RUN);
    }
  }

  /** Goes back to where only {@code commit.json} is written, and some folders aren't moved yet. */
  private void unfinish(List<String> tables) throws IOException {
    Path commit = staged.staging().resolve("commit.json");
    Files.createDirectories(commit.getParent());
    Files.move(output.resolve("_runs/" + RUN + ".json"), commit);
    for (String table : tables) {
      Path ready = staged.staging().resolve("ready").resolve(table);
      Files.createDirectories(ready.getParent());
      Files.move(output.resolve(table).resolve("run=" + RUN), ready);
    }
  }

  @Test
  void halfCopiedManifestIsWrittenAnew() throws IOException {
    staged.commit(staged.stage());
    List<String> committed = staged.files();
    unfinish(List.of());
    Files.writeString(staged.staging().resolve("manifest-half"), "{\"for");
    folder.recover();
    assertThat(staged.files()).isEqualTo(committed);
    assertThat(folder.manifests()).hasSize(1);
  }

  @Test
  void committedRunsStagingIsRemoved() throws IOException {
    staged.commit(staged.stage());
    List<String> committed = staged.files();
    Files.createDirectories(staged.staging());
    Files.copy(output.resolve("_runs/" + RUN + ".json"), staged.staging().resolve("commit.json"));
    folder.recover();
    assertThat(staged.files()).isEqualTo(committed);
  }

  /** It would block every later run, and no reader has seen it as committed. */
  @ParameterizedTest
  @ValueSource(
      strings = {"cut part", "lost part", "cut part in staging", "cut manifest", "empty manifest"})
  void commitThatCantBeFinishedIsRemoved(String damage) throws IOException {
    staged.commit(staged.stage());
    unfinish(damage.endsWith("in staging") ? List.of("dumps", "rejects") : List.of());
    Path part = output.resolve("dumps/run=" + RUN + "/part-00000.parquet");
    Path commit = staged.staging().resolve("commit.json");
    switch (damage) {
      case "cut part" -> Files.writeString(part, "fir");
      case "lost part" -> Files.delete(part);
      case "cut part in staging" ->
          Files.writeString(staged.staging().resolve("ready/dumps/part-00000.parquet"), "fir");
      case "cut manifest" -> Files.writeString(commit, Files.readString(commit).substring(0, 200));
      default -> Files.write(commit, new byte[0]);
    }
    folder.recover();
    assertThat(folder.runs()).isEmpty();
    assertThat(staged.files()).isEmpty();
    staged.commit(staged.stage());
    assertThat(folder.runs()).containsExactly(RUN);
  }

  @Test
  void commitOfANewerProgramIsLeftToIt() throws IOException {
    staged.commit(staged.stage());
    unfinish(List.of());
    Files.writeString(staged.staging().resolve("commit.json"), "{\"format\": 2}");
    List<String> before = staged.files();
    assertThatThrownBy(folder::recover)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("newer crashtag");
    assertThat(staged.files()).isEqualTo(before);
  }

  @Test
  void strayRunFoldersAreRemovedAndNothingElse() throws IOException {
    staged.commit(staged.stage());
    List<String> kept = new ArrayList<>(staged.files());
    for (String mine : List.of("dumps/notes.txt", "dumps/run=mine/part.parquet", "x/y.csv")) {
      write(mine);
      kept.add(mine);
    }
    kept.sort(null);
    write("dumps/run=" + EARLIER + "/part-00000.parquet");
    write("a_table_of_another_version/run=" + EARLIER + "/part-00000.parquet");
    write("_index/run=" + EARLIER + "/00");
    folder.recover();
    assertThat(staged.files()).isEqualTo(kept);
  }

  private void write(String path) throws IOException {
    Files.createDirectories(output.resolve(path).getParent());
    Files.writeString(output.resolve(path), "stray");
  }

  /** Parts of a version that this one doesn't understand must not be taken for stray ones. */
  @Test
  void nothingIsRemovedFromANewerFormatsFolder() throws IOException {
    staged.stage();
    write("dumps/run=" + EARLIER + "/part-00000.parquet");
    Files.createDirectories(output.resolve("_runs"));
    Files.writeString(output.resolve("_runs/" + RUN + ".json"), "{\"format\": 2}");
    List<String> before = staged.files();
    assertThatThrownBy(folder::recover)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("newer crashtag");
    assertThat(staged.files()).isEqualTo(before);
  }
}
