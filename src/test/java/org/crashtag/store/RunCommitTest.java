package org.crashtag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crashtag.storage.LocalStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommitTest {
  private static final String RUN = Manifests.RUN;

  private static final List<String> COMMITTED =
      List.of(
          "_index/run=" + RUN + "/00",
          "_index/run=" + RUN + "/04",
          "_index/run=" + RUN + "/contents",
          "_runs/" + RUN + ".json",
          "dumps/run=" + RUN + "/part-00000.parquet",
          "dumps/run=" + RUN + "/part-00001.parquet",
          "rejects/run=" + RUN + "/part-00001.parquet");

  @TempDir private Path output;
  private StagedRun staged;

  @BeforeEach
  void stage() {
    staged = new StagedRun(output, RUN);
  }

  @Test
  void movesPartsAndIndexIntoPlace() throws IOException {
    staged.commit(staged.stage());
    assertThat(staged.files()).isEqualTo(COMMITTED);
    assertThat(output.resolve("dumps/run=" + RUN + "/part-00000.parquet")).hasContent("first");
    assertThat(output.resolve("dumps/run=" + RUN + "/part-00001.parquet")).hasContent("second");
  }

  @Test
  void manifestSumsUpTheBuckets() throws IOException {
    Manifest manifest = staged.commit(staged.stage());
    assertThat(manifest.counts()).containsEntry("sources", 21L);
    assertThat(manifest.rejects()).containsEntry("corrupt", 1L);
    assertThat(manifest.replacedDumps())
        .as("by dump and run, whatever bucket replaced them")
        .containsExactly(
            new Manifest.ReplacedDump("r20250101T000000000Z", "id5"),
            new Manifest.ReplacedDump("r20250102T000000000Z", "id5"),
            new Manifest.ReplacedDump("r20250103T000000000Z", "id7"),
            new Manifest.ReplacedDump("r20250101T000000000Z", "id9"));
    assertThat(manifest.tables())
        .extracting(Manifest.Table::name)
        .containsExactly("dumps", "rejects");
    assertThat(manifest.tables().get(0).parts())
        .containsExactly(
            new Manifest.Part("dumps/run=" + RUN + "/part-00000.parquet", 3, 5),
            new Manifest.Part("dumps/run=" + RUN + "/part-00001.parquet", 3, 6));
    assertThat(new OutputFolder(new LocalStorage(), output.toString()).manifests())
        .containsExactly(manifest);
  }

  @Test
  void committingAgainDoesNothing() throws IOException {
    Manifest first = staged.commit(staged.stage());
    assertThat(staged.commit(List.of())).isEqualTo(first);
    assertThat(staged.files()).isEqualTo(COMMITTED);
  }

  /** A runner may repeat the last step after it was done, with results of other attempts. */
  @Test
  void lateAttemptChangesNothing() throws IOException {
    Manifest first = staged.commit(staged.stage());
    List<BucketResult> late = new StagedRun(output, RUN).stage();
    assertThat(staged.commit(late)).isEqualTo(first);
    assertThat(output.resolve("dumps/run=" + RUN + "/part-00000.parquet")).hasContent("first");
  }

  @Test
  void runWithoutPartsIsCommitted() throws IOException {
    Manifest manifest = staged.commit(List.of());
    assertThat(manifest.tables()).allMatch(table -> table.parts().isEmpty());
    assertThat(staged.files())
        .containsExactly("_index/run=" + RUN + "/contents", "_runs/" + RUN + ".json");
  }

  @Test
  void partOfAnotherLengthIsNotCommitted() throws IOException {
    List<BucketResult> results = staged.stage();
    Files.writeString(Path.of(results.get(0).parts().get(0).path()), "longer than it was");
    assertThatThrownBy(() -> staged.commit(results))
        .isInstanceOf(StoreException.class)
        .hasMessage("%s/dumps/run=%s/part-00001.parquet: 18 bytes instead of 6 bytes", output, RUN);
    assertThat(output.resolve("_runs/" + RUN + ".json")).doesNotExist();
  }

  @Test
  void lostPartIsNotCommitted() throws IOException {
    List<BucketResult> results = staged.stage();
    Files.delete(Path.of(results.get(0).parts().get(0).path()));
    assertThatThrownBy(() -> staged.commit(results)).isInstanceOf(IOException.class);
    assertThat(output.resolve("_runs/" + RUN + ".json")).doesNotExist();
  }
}
