package org.crashtag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.crashtag.storage.LocalStorage;
import org.crashtag.testing.ForwardingStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunCommitTest {
  private static final String RUN = Manifests.RUN;
  private static final Turn TURN = new Turn(1, RUN, "a nonce");
  private static final String FIRST = "00000000000000aa";
  private static final String SECOND = "00000000000000bb";

  @TempDir private Path output;
  private WrittenRun run;

  @BeforeEach
  void write() {
    run = new WrittenRun(output, TURN, FIRST);
  }

  /** With the attempt of the index, which is random, left out. */
  private List<String> files() throws IOException {
    return WrittenRun.files(output).stream()
        .map(file -> file.replaceAll("^(_index/.*-)[0-9a-f]{16}$", "$1"))
        .toList();
  }

  private static String part(String table, int bucket, String attempt) {
    return table + "/run=" + RUN + "/part-0000" + bucket + "-" + attempt + ".parquet";
  }

  private static List<String> committed(String attempt) {
    return List.of(
        "_index/" + RUN + "-",
        "_runs/00000001.json",
        part("dumps", 0, attempt),
        part("dumps", 1, attempt),
        part("rejects", 1, attempt));
  }

  @Test
  void manifestNamesWhatIsThere() throws IOException {
    Manifest manifest = run.commit(run.write());
    assertThat(files()).isEqualTo(committed(FIRST));
    assertThat(manifest.tables())
        .extracting(Manifest.Table::name)
        .containsExactly("dumps", "rejects");
    assertThat(manifest.tables().get(0).parts())
        .containsExactly(
            new Manifest.Part(part("dumps", 0, FIRST), 3, 5, "8a3ea150"),
            new Manifest.Part(part("dumps", 1, FIRST), 3, 6, "7afd9428"));
    assertThat(output.resolve(manifest.index().path())).hasSize(manifest.index().bytes());
    assertThat(new OutputFolder(new LocalStorage(), output.toString()).manifests())
        .containsExactly(manifest);
  }

  @Test
  void manifestSumsUpTheBuckets() throws IOException {
    Manifest manifest = run.commit(run.write());
    assertThat(manifest.counts()).containsEntry("sources", 21L);
    assertThat(manifest.rejects()).containsEntry("corrupt", 1L);
    assertThat(manifest.replacedDumps())
        .as("by dump and run, whatever bucket replaced them")
        .containsExactly(
            new Manifest.ReplacedDump("r20250101T000000000Z", "id5"),
            new Manifest.ReplacedDump("r20250102T000000000Z", "id5"),
            new Manifest.ReplacedDump("r20250103T000000000Z", "id7"),
            new Manifest.ReplacedDump("r20250101T000000000Z", "id9"));
  }

  /** A runner may repeat the last step after it was done, with results of other attempts. */
  @Test
  void lateAttemptFindsTheRunCommitted() throws IOException {
    Manifest first = run.commit(run.write());
    List<String> files = files();
    assertThat(run.commit(List.of())).isEqualTo(first);
    assertThat(files()).isEqualTo(files);
    WrittenRun late = new WrittenRun(output, TURN, SECOND);
    assertThat(late.commit(late.write())).isEqualTo(first);
    assertThat(files()).containsAll(files).hasSize(files.size() + 3);
  }

  @Test
  void runWithoutPartsIsCommitted() throws IOException {
    Manifest manifest = run.commit(List.of());
    assertThat(manifest.tables()).allMatch(table -> table.parts().isEmpty());
    assertThat(files()).containsExactly("_index/" + RUN + "-", "_runs/00000001.json");
  }

  @Test
  void numberThatAnotherProcessTookIsNotTaken() throws IOException {
    Turn other = new Turn(1, "r20260317T120000999Z", "another nonce");
    WrittenRun faster = new WrittenRun(output, other, SECOND);
    Manifest theirs = faster.commit(faster.write());
    assertThatThrownBy(() -> run.commit(run.write()))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "%1$s: another process wrote here since this one began, so nothing more is committed:"
                + " %1$s/_runs/00000001.json is the run %2$s",
            output, other.run());
    assertThat(new OutputFolder(new LocalStorage(), output.toString()).manifests())
        .containsExactly(theirs);
  }

  /** Two attempts of a run, or two runs: whatever is there in the end, one wrote it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void commitsAtTheSameTimeAreOne(boolean sameRun) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    CyclicBarrier start = new CyclicBarrier(4);
    try {
      List<Future<Manifest>> commits = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Turn turn =
            new Turn(1, sameRun ? RUN : "r2026031" + i + "T120000000Z", "" + (sameRun ? 0 : i));
        WrittenRun each = new WrittenRun(output, turn, "000000000000000" + i);
        List<BucketResult> results = each.write();
        Callable<Manifest> commit =
            () -> {
              start.await();
              return each.commit(results);
            };
        commits.add(threads.submit(commit));
      }
      List<Manifest> there = new ArrayList<>();
      int lost = 0;
      for (Future<Manifest> commit : commits) {
        try {
          there.add(commit.get());
        } catch (java.util.concurrent.ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(StoreException.class);
          lost++;
        }
      }
      assertThat(lost).isEqualTo(sameRun ? 0 : 3);
      assertThat(new OutputFolder(new LocalStorage(), output.toString()).manifests())
          .containsExactly(there.get(0));
      assertThat(there).containsOnly(there.get(0));
      if (sameRun) {
        assertThat(files()).filteredOn(file -> file.startsWith("_index/")).hasSize(1);
      }
    } finally {
      threads.shutdown();
    }
  }

  /** The commit was done, and its answer was lost. */
  @Test
  void lostAnswerIsNoFailure() throws IOException {
    ForwardingStorage losing =
        new ForwardingStorage(new LocalStorage()) {
          @Override
          public boolean createOnce(String path, byte[] bytes) throws IOException {
            super.createOnce(path, bytes);
            throw new IOException("no answer");
          }
        };
    Manifest manifest = run.commit(losing, run.write());
    assertThat(new OutputFolder(new LocalStorage(), output.toString()).manifests())
        .containsExactly(manifest);
  }

  /** A client of a store repeats a request whose answer was lost, and is told that it is there. */
  @Test
  void repeatedRequestIsNoLostRace() throws IOException {
    ForwardingStorage repeating =
        new ForwardingStorage(new LocalStorage()) {
          @Override
          public boolean createOnce(String path, byte[] bytes) throws IOException {
            super.createOnce(path, bytes);
            return super.createOnce(path, bytes);
          }
        };
    Manifest manifest = run.commit(repeating, run.write());
    assertThat(new OutputFolder(new LocalStorage(), output.toString()).manifests())
        .containsExactly(manifest);
  }

  @Test
  void failureThatDidNothingIsOne() throws IOException {
    ForwardingStorage failing =
        new ForwardingStorage(new LocalStorage()) {
          @Override
          public boolean createOnce(String path, byte[] bytes) throws IOException {
            throw new IOException("no way");
          }
        };
    List<BucketResult> results = run.write();
    assertThatThrownBy(() -> run.commit(failing, results)).hasMessage("no way");
    assertThat(Files.exists(output.resolve("_runs/00000001.json"))).isFalse();
    run.commit(results);
  }
}
