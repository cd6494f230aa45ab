package org.crashtag.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.crashtag.storage.LocalStorage;
import org.crashtag.testing.ForwardingStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunHistoryTest {
  private static final Instant NOW = Instant.parse("2026-03-17T12:00:00Z");

  @TempDir private Path output;

  /** Files that were read. */
  private final List<String> read = new ArrayList<>();

  private OutputFolder open() {
    read.clear();
    return new OutputFolder(
        new ForwardingStorage(new LocalStorage()) {
          @Override
          public Optional<Versioned> read(String path, int limit) throws IOException {
            read.add(path.substring(path.lastIndexOf('/') + 1));
            return super.read(path, limit);
          }
        },
        output.toString());
  }

  private void commit(int count) throws IOException {
    OutputFolder folder = open();
    try (Closeable lock = folder.lock(NOW)) {
      assertThat(lock).isNotNull();
      for (int i = 0; i < count; i++) {
        Turn turn = folder.nextTurn(NOW);
        WrittenRun run = new WrittenRun(output, turn, "0123456789abcdef");
        run.commit(run.write());
        folder.committed(turn);
        folder.mergeIndex(1_000);
      }
    }
  }

  private List<String> histories() throws IOException {
    try (Stream<Path> files = Files.list(output.resolve("_runs"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("history-"))
          .toList();
    }
  }

  @Test
  void manyManifestsAreReadFromOneFile() throws IOException {
    commit(RunLog.MOST_APART - 1);
    assertThat(histories()).isEmpty();
    List<Manifest> before = open().manifests();

    commit(3);
    assertThat(histories()).singleElement().asString().startsWith("history-00000064-");
    OutputFolder folder = open();
    assertThat(folder.manifests())
        .startsWith(before.toArray(Manifest[]::new))
        .hasSize(RunLog.MOST_APART + 2);
    assertThat(read)
        .containsExactlyInAnyOrder(histories().get(0), "00000065.json", "00000066.json");

    commit(RunLog.MOST_APART);
    assertThat(histories()).singleElement().asString().startsWith("history-00000128-");
    assertThat(open().manifests())
        .extracting(Manifest::number)
        .isSorted()
        .hasSize(2 * RunLog.MOST_APART + 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "cut", "changed", "empty", "text"})
  void originalsAreReadInPlaceOfADamagedFile(String how) throws IOException {
    commit(RunLog.MOST_APART + 1);
    List<Manifest> runs = open().manifests();
    Path history = output.resolve("_runs").resolve(histories().get(0));
    byte[] bytes = Files.readAllBytes(history);
    switch (how) {
      case "missing" -> Files.delete(history);
      case "cut" -> Files.write(history, java.util.Arrays.copyOf(bytes, bytes.length / 2));
      case "changed" -> {
        bytes[bytes.length / 2] ^= 1;
        Files.write(history, bytes);
      }
      case "empty" -> Files.write(history, new byte[0]);
      default -> Files.writeString(history, "a text");
    }
    assertThat(open().manifests()).isEqualTo(runs);
    commit(1);
    OutputFolder folder = open();
    assertThat(folder.manifests()).hasSize(RunLog.MOST_APART + 2);
    assertThat(read).as("it is written anew").hasSizeLessThan(3);
    assertThat(histories()).hasSize(1);
  }

  @Test
  void manifestThatSomebodyTookAwayIsGone() throws IOException {
    commit(RunLog.MOST_APART + 1);
    Files.delete(output.resolve("_runs/00000007.json"));
    assertThat(open().manifests())
        .extracting(Manifest::number)
        .doesNotContain(7L)
        .hasSize(RunLog.MOST_APART);
  }

  /** Their parts need no memory; their rows are still told. */
  @Test
  void replacedRunsLackTheirParts() throws IOException {
    commit(2);
    OutputFolder folder = open();
    try (Closeable lock = folder.lock(NOW)) {
      assertThat(lock).isNotNull();
      Turn turn = folder.nextTurn(NOW);
      Manifest draft = Manifests.draft(turn);
      Manifest replacing =
          new Manifest(
              draft.number(),
              draft.nonce(),
              draft.run(),
              draft.program(),
              draft.started(),
              "2026-03-17T12:00:01Z",
              draft.tables(),
              folder.runs(),
              draft.replacedDumps(),
              draft.counts(),
              draft.rejects(),
              draft.options(),
              draft.pipelineSha256(),
              draft.privacy(),
              draft.keyFingerprint(),
              null,
              null);
      RunCommit.commit(
          new LocalStorage(), output.toString(), replacing, List.of(WrittenRun.DUMPS), List.of());
      folder.committed(turn);
      assertThat(folder.manifests()).isEqualTo(open().manifests());
    }
    List<Manifest> runs = open().manifests();
    assertThat(runs.get(0).tables()).extracting(Manifest.Table::name).contains("dumps");
    assertThat(runs.get(0).tables()).allMatch(table -> table.parts().isEmpty());
    assertThat(open().removeReplaced(Instant.now()))
        .containsExactly(runs.get(0).run(), runs.get(1).run());
    commit(RunLog.MOST_APART);
    assertThat(histories()).hasSize(1);
    assertThat(open().manifests().subList(0, 3)).isEqualTo(runs);
  }
}
