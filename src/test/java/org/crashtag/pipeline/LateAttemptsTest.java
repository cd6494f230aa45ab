package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.crashtag.sample.Fleet;
import org.crashtag.source.SourceLister;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.store.BucketResult;
import org.crashtag.store.OutputFolder;
import org.crashtag.store.RunCommit;
import org.crashtag.tag.KnownTags;
import org.crashtag.testing.ForwardingStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A distributed runner may attempt a bucket twice at the same time, and forget an attempt that goes
 * on: whatever such attempts do and whenever, the tables are those of the attempts that were
 * committed, and the next run removes the rest.
 */
class LateAttemptsTest {
  private static final int DUMPS = 12;

  @TempDir private Path folder;
  private Path archive;
  private Path output;
  private List<String> rows;
  private List<String> files;
  private RunPlan plan;
  private List<Work> works;

  @BeforeEach
  void begin() throws Exception {
    archive = folder.resolve("archive");
    Fleet.write(archive, DUMPS, 3, 20, done -> {});
    Path undisturbed = folder.resolve("undisturbed");
    TestRuns.run(options(undisturbed));
    rows = TestRuns.everything(undisturbed);
    files = TestRuns.files(undisturbed);
    output = folder.resolve("tables");
    Instant now = Instant.now();
    String run = new OutputFolder(new LocalStorage(), output.toString()).nextRun(now);
    plan =
        new RunPlan(
            LocalStorage::new, run, now.toString(), TestRuns.PROGRAM, 1, Map.of(), options(output));
    works = works();
  }

  private RunOptions options(Path into) {
    return TestRuns.options(List.of(archive.toString()), into, 1);
  }

  /** One for each sighting: the fleet has no dump twice. */
  private List<Work> works() throws IOException {
    Storage storage = new LocalStorage();
    Identifier identifier = new Identifier(storage, plan.limits());
    List<Work> found = new ArrayList<>();
    new SourceLister(
            storage,
            file -> {
              try {
                identifier.identify(
                    file, sighting -> found.add(new Work(List.of(sighting), false, "")));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            problem -> {},
            Optional.empty())
        .add(archive.toString());
    return found;
  }

  private BucketResult attempt(Storage storage) {
    KnownTags known = plan.knownTags();
    try {
      return new BucketWriter(plan, storage, plan.walker(known), known).write(0, works);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void commit(BucketResult result) throws IOException {
    RunCommit.commit(
        new LocalStorage(),
        output.toString(),
        plan.draft(),
        plan.schemas(plan.decoders()),
        List.of(result));
  }

  private void assertUndisturbed() throws Exception {
    assertThat(TestRuns.everything(output)).isEqualTo(rows);
  }

  private void assertNothingStrayBehindTheNextRun() throws Exception {
    assertThat(TestRuns.run(options(output)).unchanged()).isEqualTo(DUMPS);
    assertUndisturbed();
    assertThat(TestRuns.files(output)).isEqualTo(files);
  }

  /** Whichever of them the runner takes. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void twoAttemptsAtTheSameTimeCountOnce(boolean takeTheFirst) throws Exception {
    CompletableFuture<BucketResult> other =
        CompletableFuture.supplyAsync(() -> attempt(new LocalStorage()));
    BucketResult mine = attempt(new LocalStorage());
    BucketResult others = other.get();
    assertThat(mine.parts())
        .hasSameSizeAs(others.parts())
        .doesNotContainAnyElementsOf(others.parts());
    assertThat(mine.counts()).isEqualTo(others.counts());

    commit(takeTheFirst ? mine : others);

    assertUndisturbed();
    assertThat(TestRuns.files(output)).noneMatch(file -> file.startsWith("_staging/"));
    commit(takeTheFirst ? others : mine);
    assertUndisturbed();
    assertNothingStrayBehindTheNextRun();
  }

  /** Stops at the creation of its file number so many, until it is told to go on. */
  private static final class Stopping extends ForwardingStorage {
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private int left;

    Stopping(int file) {
      super(new LocalStorage());
      this.left = file;
    }

    @Override
    public OutputStream create(String path) throws IOException {
      left--;
      if (left == 0) {
        stopped.countDown();
        try {
          goOn.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      return super.create(path);
    }
  }

  /** It had written nothing, or a part, or all but its index. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9})
  void attemptThatGoesOnBehindTheCommitChangesNothing(int file) throws Exception {
    Stopping stopping = new Stopping(file);
    CompletableFuture<BucketResult> late = CompletableFuture.supplyAsync(() -> attempt(stopping));
    stopping.stopped.await();
    commit(attempt(new LocalStorage()));
    assertUndisturbed();

    stopping.goOn.countDown();
    Optional<BucketResult> result = Optional.empty();
    try {
      result = Optional.of(late.get());
    } catch (ExecutionException e) {
      // Its parts were removed with the staging folder.
      assertThat(e).hasRootCauseInstanceOf(IOException.class);
    }
    assertThat(TestRuns.files(output)).anyMatch(path -> path.startsWith("_staging/RUN/"));
    if (result.isPresent()) {
      commit(result.get());
      assertThat(TestRuns.files(output)).noneMatch(path -> path.startsWith("_staging/"));
    }

    assertUndisturbed();
    assertNothingStrayBehindTheNextRun();
  }

  /** Its list of sources is gone with the staging folder. */
  @Test
  void lateAttemptAtIdentifyingFindsNothing() throws Exception {
    commit(attempt(new LocalStorage()));
    List<String> seen = new ArrayList<>();
    SourceList.each(new LocalStorage(), plan.list(), 0, file -> seen.add(file.path()));
    assertThat(seen).isEmpty();
  }
}
