package org.crashtag.pipeline;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.crashtag.decode.messages.CatalogBuilder;
import org.crashtag.storage.Storage;
import org.crashtag.store.CommitListener;
import org.crashtag.store.IndexDamageException;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.store.Turn;

/**
 * Runs with the output folder's lock held: one, or one after the other over the same archive. What
 * was read of the folder stays in memory between them.
 */
public final class RunSession implements Closeable {
  private final StorageFactory storages;
  private final String program;
  private final CommitListener listener;
  private final CrashRun.Runners runners;
  private final int mostUnmerged;
  private final RunOptions options;
  private final Storage storage;
  private final OutputFolder output;
  private final Closeable lock;

  private RunSession(
      StorageFactory storages,
      String program,
      CommitListener listener,
      CrashRun.Runners runners,
      int mostUnmerged,
      RunOptions options)
      throws IOException {
    this.storages = storages;
    this.program = program;
    this.listener = listener;
    this.runners = runners;
    this.mostUnmerged = mostUnmerged;
    this.options = options;
    this.storage = storages.get();
    this.output = new OutputFolder(storage, options.output());
    this.lock = output.lock(Instant.now());
  }

  static RunSession open(
      StorageFactory storages,
      String program,
      CommitListener listener,
      CrashRun.Runners runners,
      int mostUnmerged,
      RunOptions options)
      throws IOException {
    RunSession session =
        new RunSession(storages, program, listener, runners, mostUnmerged, options);
    try {
      session.begin();
      return session;
    } catch (IOException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private void begin() throws IOException {
    output.recover();
    listener.committed(storage, output);
    output.refuseOtherPrivacy(options.privacy().mode().label());
    output.refuseOtherKey(options.privacy().keyFingerprint());
    CatalogBuilder.keepOnly(
        storage,
        CatalogBuilder.folder(options.output()),
        options.decoding().texts(),
        Instant.now());
  }

  /** The output folder; its lock is held. */
  public OutputFolder output() {
    return output;
  }

  /**
   * Runs, batch by batch, until nothing is new.
   *
   * @param patience which files are left to a later run
   * @param watcher receives the run's progress object as soon as there is one
   * @param stops whether the rest is left to a later run; asked while files are listed, and before
   *     each batch
   * @throws StoppedException if it was left before the first batch; the session goes on
   * @throws IOException where the rest was not committed, with the reason; then the session must be
   *     closed
   */
  public CrashRun.Result run(Patience patience, Consumer<Progress> watcher, BooleanSupplier stops)
      throws IOException {
    try {
      return runNew(patience, watcher, stops);
    } catch (StoppedException e) {
      throw e;
    } catch (IOException e) {
      throw output.explained(e);
    }
  }

  private CrashRun.Result runNew(
      Patience patience, Consumer<Progress> watcher, BooleanSupplier stops) throws IOException {
    List<String> notes = new ArrayList<>();
    mending(() -> output.mergeIndex(mostUnmerged), notes);
    Progress progress = new Progress();
    watcher.accept(progress);
    try (ListFolder lists = ListFolder.of(storage, output)) {
      NewSources sources = new NewSources(storage, output, lists.path(), program);
      Map<String, Long> found =
          sources.find(options.reading(), patience, compare -> mending(compare, notes), stops);
      progress.compared(sources);
      List<Manifest> manifests = new ArrayList<>();
      for (int batch = 0; batch < sources.batches() && !stops.getAsBoolean(); batch++) {
        Map<String, Long> counts = batch == 0 ? found : Map.of();
        String first = batch == 0 ? "" : manifests.get(0).run();
        manifests.add(run(sources, batch, first, counts, progress));
        listener.committed(storage, output);
        mending(() -> output.mergeIndex(mostUnmerged), notes);
      }
      return new CrashRun.Result(
          manifests, sources.problems(), sources.listed(), sources.unchanged(), found, notes);
    }
  }

  /**
   * Does something that reads the whole index and can be repeated; rebuilds the index if it is
   * damaged.
   *
   * @param notes gets a message about it
   */
  private void mending(NewSources.Action step, List<String> notes) throws IOException {
    try {
      step.run();
    } catch (IndexDamageException e) {
      new IndexRebuild(storage, output, output.staging("known")).run();
      notes.add(e.getMessage() + "; the index was rebuilt from the tables");
      step.run();
    }
  }

  /**
   * Runs a batch.
   *
   * @param first the first batch's run; empty for the first batch
   */
  private Manifest run(
      NewSources sources, int batch, String first, Map<String, Long> counts, Progress progress)
      throws IOException {
    Instant started = Instant.now();
    Turn turn = output.nextTurn(started);
    String run = turn.run();
    int most = options.reading().batch();
    long size = Math.min(most, sources.fresh() - (long) batch * most);
    int buckets = CrashRun.buckets(options, size);
    progress.follow(run, size);
    try (HeadFile heads = HeadFile.open(run);
        Runner runner = runners.of(options.beam())) {
      Objects.requireNonNull(heads);
      Pipeline pipeline = runner.pipeline(CrashRun.job(run), buckets);
      RunPlan plan =
          new RunPlan(
              storages,
              turn,
              batch == 0 ? run : first,
              started.toString(),
              program,
              buckets,
              output.index(),
              counts,
              options,
              RunKey.of(options.privacy()),
              RunPlan.keys(runner, buckets));
      runner.check(plan);
      deal(sources, batch, plan);
      CrashPipeline.addTo(pipeline, plan);
      finish(runner, pipeline, turn, progress);
      return output.committed(turn);
    } finally {
      Progress.forget(run);
    }
  }

  /** A job that failed or was cancelled may have committed before. */
  private void finish(Runner runner, Pipeline pipeline, Turn turn, Progress progress)
      throws IOException {
    try {
      runner.finish(pipeline, progress);
    } catch (IOException e) {
      try {
        output.committed(turn);
      } catch (IOException notCommitted) {
        e.addSuppressed(notCommitted);
        throw e;
      }
      throw new IOException(e.getMessage() + "; before that, it has committed this batch", e);
    }
  }

  /** One file for each bucket. */
  private void deal(NewSources sources, int batch, RunPlan plan) throws IOException {
    try (SourceList list = new SourceList(storages.get(), plan.list())) {
      sources.each(batch, file -> list.add((int) (list.count() % plan.buckets()), file));
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
