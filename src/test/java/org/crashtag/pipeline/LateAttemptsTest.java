package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.crashtag.sample.Fleet;
import org.crashtag.source.SourceLister;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.store.BucketResult;
import org.crashtag.store.IndexSources;
import org.crashtag.store.OutputFolder;
import org.crashtag.store.RunCommit;
import org.crashtag.store.Turn;
import org.crashtag.tag.KnownTags;
import org.crashtag.testing.StoppingStorage;
import org.crashtag.testing.StoppingStorage.Call;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A distributed runner may attempt a bucket twice at the same time, and forget an attempt that
 * continues. Whatever such attempts do and whenever, the tables are those of the committed
 * attempts, and the next run removes the rest.
 */
class LateAttemptsTest {
  private static final int DUMPS = 12;

  @TempDir private Path folder;
  private Path archive;
  private Path output;
  private List<String> rows;
  private List<String> files;
  private RunPlan plan;
  private List<Task> tasks;

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
    Turn turn = new OutputFolder(new LocalStorage(), output.toString()).nextTurn(now);
    plan =
        new RunPlan(
            LocalStorage::new,
            turn,
            turn.run(),
            now.toString(),
            TestRuns.PROGRAM,
            1,
            IndexSources.NONE,
            Map.of(),
            options(output),
            RunKey.of(options(output).privacy()),
            List.of(0));
    tasks = tasks();
  }

  private RunOptions options(Path into) {
    return TestRuns.options(List.of(archive.toString()), into, 1);
  }

  /** One for each sighting: the fleet has no dump twice. */
  private List<Task> tasks() throws IOException {
    Storage storage = new LocalStorage();
    Identifier identifier =
        new Identifier(storage, plan.limits(), new SourceOpener(storage, plan.run()));
    List<Task> found = new ArrayList<>();
    new SourceLister(
            storage,
            file ->
                identifier
                    .identify(file)
                    .forEach(sighting -> found.add(new Task(List.of(sighting), false, ""))),
            problem -> {},
            Optional.empty())
        .add(archive.toString());
    return found;
  }

  private BucketResult attempt(Storage storage) {
    KnownTags known = plan.knownTags();
    try {
      return new BucketWriter(plan, plan.output(), storage, plan.walker(known), known)
          .write(0, tasks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void commit(BucketResult result) throws IOException {
    commit(new LocalStorage(), result);
  }

  private void commit(Storage storage, BucketResult result) throws IOException {
    RunCommit.commit(
        storage,
        output.toString(),
        plan.draft(List.of()),
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
    commit(takeTheFirst ? others : mine);
    assertUndisturbed();
    assertNothingStrayBehindTheNextRun();
  }

  /** It had written nothing, or a part, or all but its index. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9})
  void attemptThatGoesOnBehindTheCommitChangesNothing(int file) throws Exception {
    StoppingStorage stopping = new StoppingStorage(file, EnumSet.of(Call.CREATE));
    CompletableFuture<BucketResult> late = CompletableFuture.supplyAsync(() -> attempt(stopping));
    stopping.awaitStop();
    commit(attempt(new LocalStorage()));
    assertUndisturbed();

    stopping.goOn();
    commit(late.get());
    assertThat(TestRuns.files(output)).as("stray parts").hasSizeGreaterThan(files.size());

    assertUndisturbed();
    assertNothingStrayBehindTheNextRun();
  }

  /** One stops before it writes the manifest, the other writes it, and the first goes on. */
  @Test
  void twoCommitsAtTheSameTimeAreOne() throws Exception {
    BucketResult result = attempt(new LocalStorage());
    StoppingStorage one = new StoppingStorage(1, EnumSet.of(Call.CREATE_ONCE));
    CompletableFuture<Optional<IOException>> first = committing(one, result);
    one.awaitStop();
    assertThat(one.wasMet()).isTrue();
    commit(result);
    one.goOn();
    assertThat(first.get()).isEmpty();

    assertUndisturbed();
    assertNothingStrayBehindTheNextRun();
  }

  /** A part of what the slow test does with each call. */
  @Test
  void commitThatGoesOnBehindAnotherChangesNothing() throws Exception {
    stopCommitsAtEach(17);
  }

  @Test
  @Tag("slow")
  void commitThatGoesOnAtAnyCallChangesNothing() throws Exception {
    stopCommitsAtEach(1);
  }

  /** A commit stops before a call, another one of the same run is done, and the first goes on. */
  private void stopCommitsAtEach(int step) throws Exception {
    BucketResult result = attempt(new LocalStorage());
    Path staged = folder.resolve("staged");
    UpkeepTest.copy(output, staged);
    int call = 1;
    while (true) {
      new LocalStorage().delete(output.toString());
      UpkeepTest.copy(staged, output);
      StoppingStorage stopping = new StoppingStorage(call, EnumSet.allOf(Call.class));
      CompletableFuture<Optional<IOException>> late = committing(stopping, result);
      stopping.awaitStop();
      if (!stopping.wasMet()) {
        break;
      }
      commit(result);
      stopping.goOn();
      assertThat(late.get()).isEmpty();
      assertNothingStrayBehindTheNextRun();
      call += step;
    }
    assertThat(call).isGreaterThan(18);
  }

  /** What a commit fails by, if it does. */
  private CompletableFuture<Optional<IOException>> committing(
      StoppingStorage storage, BucketResult result) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            commit(storage, result);
            return Optional.empty();
          } catch (IOException e) {
            return Optional.of(e);
          } finally {
            storage.end();
          }
        });
  }

  /** Its list of sources is gone. */
  @Test
  void lateAttemptAtIdentifyingFindsNothing() throws Exception {
    commit(attempt(new LocalStorage()));
    new LocalStorage().delete(plan.staging());
    List<String> seen = new ArrayList<>();
    SourceList.each(new LocalStorage(), plan.list(), 0, file -> seen.add(file.path()));
    assertThat(seen).isEmpty();
  }
}
