package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.crashtag.sample.Fleet;
import org.crashtag.source.Limits;
import org.crashtag.sql.Upkeep;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.testing.FakeS3;
import org.crashtag.testing.FakeS3.Fault;
import org.crashtag.testing.FakeS3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs and compactions that end at each single request to the store, and what comes after them. */
class StoreHaltingTest {
  private static final List<String> TABLES = List.of("kmdf_drivers");
  private static final String LOCK = "out/_runs/lock";

  @TempDir private Path folder;
  private FakeS3 store;
  private Path archive;
  private List<String> expected;

  @BeforeEach
  void start() throws Exception {
    archive = folder.resolve("archive");
    Fleet.write(archive, 2, 11, 0, done -> {});
    Path local = folder.resolve("local");
    RunOptions options = fewTables(TestRuns.options(List.of(archive.toString()), local, 1));
    TestRuns.run(options);
    expected = StoreRuns.everything(local, archive);
    reset();
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
  }

  private void reset() throws IOException {
    if (store != null) {
      store.close();
    }
    store = new FakeS3();
    store.makeBucket("dumps");
    store.makeBucket("tables");
    StoreRuns.upload(store, archive, "dumps", "fleet");
  }

  private static RunOptions fewTables(RunOptions options) {
    return new RunOptions(
        options.output(),
        new RunOptions.Reading(
            options.reading().sources(), RunOptions.Links.SKIP, Limits.DEFAULT, 10),
        options.decoding(),
        new RunOptions.Writing(TABLES, List.of(), RunOptions.Hashing.READ, 1, false),
        options.privacy(),
        options.description(),
        options.beam());
  }

  private interface Work {
    void run() throws Exception;
  }

  /**
   * The numbers of requests at which it is worth to end: of those that only read, the answer can't
   * be lost.
   */
  private List<Integer> requests(Work work, Fault last) throws Exception {
    store.forget();
    work.run();
    List<Request> requests = store.requests();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      if (last == Fault.NO_REPLY_NO_EFFECT || requests.get(i).isWrite()) {
        numbers.add(i + 1);
      }
    }
    return numbers;
  }

  /** From one request on the store can't be reached, as for a process that was killed. */
  private void haltAt(int number, Fault last) {
    AtomicInteger requests = new AtomicInteger();
    store.failWhere(
        request -> {
          int now = requests.incrementAndGet();
          return now < number
              ? Optional.empty()
              : Optional.of(now == number ? last : Fault.NO_REPLY_NO_EFFECT);
        });
  }

  private void comeBackLater() {
    store.failWhere(request -> Optional.empty());
    store.age("tables", LOCK, Duration.ofHours(3));
  }

  private void run() throws IOException {
    TestRuns.run(StoreRuns.storages(store), fewTables(StoreRuns.options(1)));
  }

  /** Two runs with one dump each: a compaction needs two. */
  private void runTwice() throws IOException {
    String last = store.keys("dumps").stream().reduce((a, b) -> b).orElseThrow();
    byte[] bytes = store.get("dumps", last).orElseThrow();
    store.remove("dumps", last);
    run();
    store.put("dumps", last, bytes);
    run();
  }

  private void compact() throws Exception {
    new Upkeep(
            StoreRuns.storages(store).get(), StoreRuns.OUTPUT, TestRuns.PROGRAM, TestRuns.tables())
        .compact(true, Duration.ZERO);
  }

  /** All rows are there once, and nothing else is. */
  private void assertWhole(String after) throws Exception {
    Path copy = Files.createTempDirectory(folder, "copy");
    Path output = StoreRuns.download(store, copy);
    assertThat(StoreRuns.everything(output, archive)).as(after).isEqualTo(expected);
    TreeSet<String> named = new TreeSet<>();
    TreeSet<String> replaced = new TreeSet<>();
    for (Manifest manifest : new OutputFolder(new LocalStorage(), output.toString()).manifests()) {
      manifest.tables().forEach(table -> table.parts().forEach(part -> named.add(part.path())));
      replaced.addAll(manifest.replaces());
    }
    // Parts that were replaced stay for a while.
    assertThat(store.keys("tables").stream().map(key -> key.substring("out/".length())))
        .as(after)
        .filteredOn(key -> key.endsWith(".parquet") || key.startsWith("_staging"))
        .filteredOn(key -> replaced.stream().noneMatch(run -> key.contains("/run=" + run + "/")))
        .isSubsetOf(named);
    assertThat(store.openUploads()).isZero();
    new LocalStorage().delete(copy.toString());
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_REPLY_NO_EFFECT", "NO_REPLY"})
  void afterARunThatEndsAtAnyRequestTheNextOneBringsAllRows(Fault last) throws Exception {
    List<Integer> numbers = requests(this::run, last);
    assertWhole("no fault");
    for (int number : numbers) {
      reset();
      haltAt(number, last);
      try {
        run();
      } catch (IOException e) {
        // As a killed process, it leaves what it has written.
      }
      comeBackLater();
      run();
      assertWhole(last + " of request " + number);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_REPLY_NO_EFFECT", "NO_REPLY"})
  void afterACompactionThatEndsAtAnyRequestTheNextOneLeavesAllRows(Fault last) throws Exception {
    runTwice();
    List<Integer> numbers = requests(this::compact, last);
    assertWhole("no fault");
    for (int number : numbers) {
      reset();
      runTwice();
      haltAt(number, last);
      try {
        compact();
      } catch (IOException e) {
        // As a killed process, it leaves what it has written.
      }
      comeBackLater();
      compact();
      assertWhole(last + " of request " + number);
    }
  }

  @Test
  void aRunWhoseLockWasTakenOverCommitsNothing() throws Exception {
    AtomicInteger parts = new AtomicInteger();
    store.failWhere(
        request -> {
          if (request.method().equals("PUT")
              && request.key().endsWith(".parquet")
              && parts.incrementAndGet() == 1) {
            // It is paused here for so long that another run takes its place.
            store.age("tables", LOCK, Duration.ofHours(3));
            try {
              TestRuns.run(StoreRuns.storages(store), fewTables(StoreRuns.options(1)));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
          return Optional.empty();
        });
    assertThatThrownBy(this::run)
        .hasMessageContaining("another process wrote here since this one began");
    store.failWhere(request -> Optional.empty());
    run();
    assertWhole("a paused run");
  }
}
