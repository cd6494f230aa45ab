package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.Upkeep;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.store.StoreException;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.ForwardingStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process pauses until its lock is stale, another one takes the lock over and commits, and the
 * first goes on. One of them commits, the other says why it can't, and no row is lost or there
 * twice.
 */
class StaleLockTest {
  @TempDir private Path folder;
  private Path archive;
  private Path output;
  private List<String> rows;

  @BeforeEach
  void runUndisturbed() throws Exception {
    archive = Files.createDirectories(folder.resolve("archive"));
    for (int i = 0; i < 3; i++) {
      Files.write(archive.resolve(i + ".dmp"), DumpBytes.of(SampleDumps.minidump(i)));
    }
    Path undisturbed = folder.resolve("undisturbed");
    TestRuns.run(options(undisturbed));
    rows = TestRuns.everything(undisturbed);
    output = folder.resolve("tables");
  }

  private RunOptions options(Path into) {
    return TestRuns.options(List.of(archive.toString()), into, 1);
  }

  /** A storage whose lock everybody gets, as if each earlier holder's were stale. */
  private static class Taking extends ForwardingStorage {
    Taking() {
      super(new LocalStorage());
    }

    static Storage of() {
      return new Taking();
    }

    @Override
    public Optional<Closeable> lock(String path, String content) throws IOException {
      // The file is there, and nobody holds it.
      super.lock(path, content).orElseThrow().close();
      return Optional.of(() -> {});
    }
  }

  /** Pauses before the first call that is named so. Beam copies its steps, so all is static. */
  private static final class Pausing extends Taking {
    private static String call;
    private static CountDownLatch reached;
    private static CountDownLatch released;

    static Storage of() {
      return new Pausing();
    }

    static void before(String named) {
      call = named;
      reached = new CountDownLatch(1);
      released = new CountDownLatch(1);
    }

    private static void call(String name, String path) throws IOException {
      if ((name + " " + path).matches(call)) {
        reached.countDown();
        try {
          released.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
    }

    @Override
    public List<Entry> list(String path) throws IOException {
      call("list", path);
      return super.list(path);
    }

    @Override
    public OutputStream create(String path) throws IOException {
      call("create", path);
      return super.create(path);
    }

    @Override
    public boolean createOnce(String path, byte[] bytes) throws IOException {
      call("createOnce", path);
      return super.createOnce(path, bytes);
    }

    @Override
    public void delete(String path) throws IOException {
      call("delete", path);
      super.delete(path);
    }
  }

  private interface Task {
    void run() throws IOException, SqlFault;
  }

  /** Does the first until its pause, then the second, then the rest of the first. */
  private static Optional<Throwable> whilePaused(String call, Task first, Task second)
      throws Exception {
    Pausing.before(call);
    CompletableFuture<Void> paused =
        CompletableFuture.runAsync(
            () -> {
              try {
                first.run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } catch (SqlFault e) {
                throw new IllegalStateException(e);
              }
            });
    Pausing.reached.await();
    second.run();
    Pausing.released.countDown();
    try {
      paused.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(e.getCause().getCause());
    }
  }

  private static void assertTellsWhy(Optional<Throwable> fault) {
    assertThat(fault.orElseThrow())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(
            ": another process wrote here since this one began, so nothing more is committed: ");
  }

  private void assertNothingStrayAfterTheNextRun() throws Exception {
    assertThat(TestRuns.everything(output)).isEqualTo(rows);
    assertThat(TestRuns.run(options(output)).unchanged()).isEqualTo(3);
    assertThat(TestRuns.everything(output)).isEqualTo(rows);
    assertThat(TestRuns.files(output)).isEqualTo(TestRuns.files(folder.resolve("undisturbed")));
  }

  /** While it lists, writes, ends its index, or is about to commit. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "list .*/archive",
        "create .*/dumps/run=.*",
        "create .*/sources/run=.*",
        "create .*/_index/.*",
        "createOnce .*/00000001\\.json"
      })
  void pausedRunIsTold(String call) throws Exception {
    assertTellsWhy(
        whilePaused(
            call,
            () -> TestRuns.run(Pausing::of, options(output)),
            () -> TestRuns.run(Taking::of, options(output))));
    assertNothingStrayAfterTheNextRun();
  }

  /** It had found the remains of a killed run, and was about to remove them. */
  @Test
  void pausedSweepRemovesNothingOfTheOther() throws Exception {
    Path stray = output.resolve("dumps/run=r20200101T000000000Z/part-00000-0.parquet");
    Files.createDirectories(stray.getParent());
    Files.writeString(stray, "stray");
    assertTellsWhy(
        whilePaused(
            "createOnce .*/00000001\\.json",
            () -> TestRuns.run(Pausing::of, options(output)),
            () -> TestRuns.run(Taking::of, options(output))));
    assertNothingStrayAfterTheNextRun();
  }

  /** Its note is written: what it removes then is no other run's. */
  @Test
  void sweepThatGoesOnRemovesNothingOfTheOther() throws Exception {
    Path stray = output.resolve("dumps/run=r20200101T000000000Z/part-00000-0.parquet");
    Files.createDirectories(stray.getParent());
    Files.writeString(stray, "stray");
    assertTellsWhy(
        whilePaused(
            "delete .*/dumps/run=r20200101T000000000Z",
            () -> TestRuns.run(Pausing::of, options(output)),
            () -> TestRuns.run(Taking::of, options(output))));
    assertNothingStrayAfterTheNextRun();
  }

  /** Merging would bring back what the other has replaced, or lose what it has added. */
  @ParameterizedTest
  @ValueSource(
      strings = {"create .*/dumps/run=.*", "create .*/tags/run=.*", "createOnce .*\\.json"})
  void pausedMergingIsTold(String call) throws Exception {
    Files.move(archive.resolve("2.dmp"), folder.resolve("later"));
    TestRuns.run(options(output));
    Files.write(archive.resolve("1a.dmp"), DumpBytes.of(SampleDumps.minidump(1)));
    TestRuns.run(options(output));
    Files.delete(archive.resolve("1a.dmp"));
    Files.move(folder.resolve("later"), archive.resolve("2.dmp"));

    assertTellsWhy(
        whilePaused(
            call,
            () -> upkeep(new Pausing()).compact(true, Duration.ZERO),
            () -> TestRuns.run(Taking::of, options(output))));
    assertThat(TestRuns.ask(output, "SELECT count(*), count(DISTINCT dump_id) FROM dumps"))
        .containsExactly("3|3");
    assertThat(upkeep(new LocalStorage()).compact(true, Duration.ZERO).manifest()).isPresent();
    assertThat(TestRuns.ask(output, "SELECT count(*), count(DISTINCT dump_id) FROM dumps"))
        .containsExactly("3|3");
  }

  private Upkeep upkeep(Storage storage) {
    return new Upkeep(storage, output.toString(), TestRuns.PROGRAM, TestRuns.tables());
  }
}
