package org.crashtag.pipeline;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.crashtag.decode.messages.CatalogBuilder;
import org.crashtag.source.SourceLister;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.store.CommitListener;
import org.crashtag.store.Count;
import org.crashtag.store.IndexDamageException;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.store.Turn;

/** One run: lists the sources, runs the pipeline over them, commits. */
public final class CrashRun {
  private static final int LEAST_BUCKETS = 8;
  private static final int MOST_BUCKETS = 64;
  private static final int SOURCES_PER_BUCKET = 2_000;

  private final StorageFactory storages;
  private final String program;
  private final CommitListener listener;
  private final Runner runner;
  private final int mostUnmerged;

  /**
   * @param program this program's version
   * @param listener hears of each batch's commit
   */
  public CrashRun(StorageFactory storages, String program, CommitListener listener) {
    this(storages, program, listener, CrashRun::local, OutputFolder.MOST_UNMERGED);
  }

  /**
   * @param mostUnmerged runs that may have an index of their own
   */
  CrashRun(
      StorageFactory storages,
      String program,
      CommitListener listener,
      Runner runner,
      int mostUnmerged) {
    this.storages = storages;
    this.program = program;
    this.listener = listener;
    this.runner = runner;
    this.mostUnmerged = mostUnmerged;
  }

  /** Makes the empty pipeline, of one of Beam's runners, that takes a run's steps. */
  interface Runner {
    Pipeline pipeline(List<String> beamOptions);
  }

  /**
   * What a run did.
   *
   * @param manifests of the committed batches; empty where there was nothing new
   * @param problems what was named and led nowhere
   * @param sources files that were listed
   * @param unchanged of these, the files that earlier runs know
   * @param found what listing and comparing counted
   * @param notes what was mended, each in one line
   */
  public record Result(
      List<Manifest> manifests,
      List<SourceLister.Problem> problems,
      long sources,
      long unchanged,
      Map<String, Long> found,
      List<String> notes) {
    public Result {
      notes = List.copyOf(notes);
      manifests = List.copyOf(manifests);
      problems = List.copyOf(problems);
      found = Map.copyOf(found);
    }

    /** The last batch's. */
    public Optional<Manifest> manifest() {
      return manifests.isEmpty()
          ? Optional.empty()
          : Optional.of(manifests.get(manifests.size() - 1));
    }

    /** The counts of all batches together, or of listing and comparing where there was none. */
    public Map<String, Long> counts() {
      return manifests.isEmpty() ? new TreeMap<>(found) : sum(Manifest::counts);
    }

    /**
     * Whether a name led to a failure, or none led to a file. A pattern that matches nothing is no
     * failure as long as another one matches.
     */
    public boolean hasFailedNames() {
      return problems.stream().anyMatch(problem -> sources == 0 || !problem.matchesNothing());
    }

    /** Whether all files are new and readable, and none of them has a dump, not even a bad one. */
    public boolean hasNoDump() {
      Map<String, Long> counts = counts();
      return unchanged == 0
          && Stream.of(Outcome.DECODED, Outcome.KNOWN, Outcome.DUPLICATE, Outcome.REJECTED)
              .noneMatch(outcome -> outcome.count().in(counts) > 0)
          && Count.SOURCES_UNREADABLE.in(counts) == 0;
    }

    /** How often each reason was given for a reject. */
    public Map<String, Long> rejects() {
      return sum(Manifest::rejects);
    }

    private Map<String, Long> sum(Function<Manifest, Map<String, Long>> part) {
      Map<String, Long> sums = new TreeMap<>();
      for (Manifest manifest : manifests) {
        part.apply(manifest).forEach((name, count) -> sums.merge(name, count, Long::sum));
      }
      return sums;
    }

    /** The rows of each table, in the tables' order. */
    public Map<String, Long> rows() {
      Map<String, Long> rows = new LinkedHashMap<>();
      for (Manifest manifest : manifests) {
        manifest.tables().forEach(table -> rows.merge(table.name(), table.rows(), Long::sum));
      }
      return rows;
    }
  }

  /**
   * Runs, batch by batch, until nothing is new.
   *
   * @param watcher hears of the run's progress object as soon as there is one
   * @throws IOException where the rest was not committed, with the reason
   */
  public Result run(RunOptions options, Consumer<Progress> watcher) throws IOException {
    Storage storage = storages.get();
    OutputFolder output = new OutputFolder(storage, options.output());
    Instant started = Instant.now();
    try (Closeable lock = output.lock(started)) {
      java.util.Objects.requireNonNull(lock);
      output.recover();
      listener.committed(storage, output);
      output.refuseOtherPrivacy(options.privacy().mode().label());
      output.refuseOtherKey(options.privacy().keyFingerprint());
      List<String> notes = new ArrayList<>();
      Mending mending = new Mending(storage, output, notes);
      mending.doing(() -> output.mergeIndex(mostUnmerged));
      CatalogBuilder.keepOnly(
          storage, CatalogBuilder.folder(options.output()), options.decoding().texts());
      Progress progress = new Progress();
      watcher.accept(progress);
      try (Scratch lists = Scratch.of(storage, output)) {
        NewSources sources = new NewSources(storage, output, lists.folder(), program);
        Map<String, Long> found = find(sources, options, mending);
        progress.compared(sources);
        List<Manifest> manifests = new ArrayList<>();
        for (int batch = 0; batch < sources.batches(); batch++) {
          Map<String, Long> counts = batch == 0 ? found : Map.of();
          String first = batch == 0 ? "" : manifests.get(0).run();
          manifests.add(run(options, output, sources, batch, first, counts, progress));
          listener.committed(storage, output);
          mending.doing(() -> output.mergeIndex(mostUnmerged));
        }
        return new Result(
            manifests, sources.problems(), sources.listed(), sources.unchanged(), found, notes);
      }
    }
  }

  /**
   * The folder of lists that only this process needs: in the output folder, where there is room, or
   * on this machine's disk if the output is remote.
   */
  private record Scratch(Storage storage, String folder) implements Closeable {
    static Scratch of(Storage storage, OutputFolder output) throws IOException {
      return storage.isRemote(output.path())
          ? new Scratch(new LocalStorage(), Files.createTempDirectory("crashtag").toString())
          : new Scratch(storage, output.staging("lists"));
    }

    @Override
    public void close() throws IOException {
      storage.delete(folder);
    }
  }

  /** Something that reads the whole index, and can be repeated. */
  private interface Step {
    void run() throws IOException;
  }

  /** What becomes of a step that finds the index damaged. */
  private interface Mender {
    void doing(Step step) throws IOException;
  }

  /**
   * Rebuilds a damaged index, and repeats the step.
   *
   * @param notes gets a message about it
   */
  private record Mending(Storage storage, OutputFolder output, List<String> notes)
      implements Mender {
    @Override
    public void doing(Step step) throws IOException {
      try {
        step.run();
      } catch (IndexDamageException e) {
        new IndexRebuild(storage, output, output.staging("known")).run();
        notes.add(e.getMessage() + "; the index was rebuilt from the tables");
        step.run();
      }
    }
  }

  /** What a run would do: lists and compares, and writes only below {@code scratch}. */
  public Result look(RunOptions options, String scratch) throws IOException {
    Storage storage = storages.get();
    OutputFolder output = new OutputFolder(storage, options.output());
    output.refuseOtherPrivacy(options.privacy().mode().label());
    output.refuseOtherKey(options.privacy().keyFingerprint());
    output.verifyParts();
    NewSources sources = new NewSources(storage, output, scratch, program);
    Map<String, Long> found = find(sources, options, Step::run);
    return new Result(
        List.of(), sources.problems(), sources.listed(), sources.unchanged(), found, List.of());
  }

  /** Lists and compares; what that says for the first batch's manifest. */
  private static Map<String, Long> find(NewSources sources, RunOptions options, Mender mender)
      throws IOException {
    Stopwatch listing = new Stopwatch();
    sources.list(options.reading().sources(), options.reading().links() == RunOptions.Links.FOLLOW);
    Duration listed = listing.elapsed();
    Stopwatch comparing = new Stopwatch();
    mender.doing(() -> sources.compare(options.reading().batch()));
    return Map.of(
        Count.SOURCES_LISTED.label(),
        sources.listed(),
        Count.SOURCES_UNCHANGED.label(),
        sources.unchanged(),
        Count.MILLIS_LIST.label(),
        listed.toMillis(),
        Count.MILLIS_COMPARE.label(),
        comparing.elapsed().toMillis());
  }

  /**
   * Runs a batch.
   *
   * @param first the first batch's run; empty for the first batch
   */
  private Manifest run(
      RunOptions options,
      OutputFolder output,
      NewSources sources,
      int batch,
      String first,
      Map<String, Long> counts,
      Progress progress)
      throws IOException {
    Instant started = Instant.now();
    Turn turn = output.nextTurn(started);
    String run = turn.run();
    long size =
        Math.min(
            options.reading().batch(), sources.fresh() - (long) batch * options.reading().batch());
    int buckets = buckets(options, size);
    String command = batch == 0 ? run : first;
    RunPlan plan =
        new RunPlan(
            storages,
            turn,
            command,
            started.toString(),
            program,
            buckets,
            output.index(),
            counts,
            options);
    progress.follow(run, size);
    try (HeadFile heads = HeadFile.open(run)) {
      java.util.Objects.requireNonNull(heads);
      deal(sources, batch, plan);
      runPipeline(options, plan);
      return output.committed(turn);
    } finally {
      Progress.forget(run);
    }
  }

  /** One file for each bucket. */
  private void deal(NewSources sources, int batch, RunPlan plan) throws IOException {
    try (SourceList list = new SourceList(storages.get(), plan.list())) {
      sources.each(batch, file -> list.add((int) (list.count() % plan.buckets()), file));
    }
  }

  /** By the number of sources, not of cores: the tables' files don't depend on the machine. */
  static int buckets(RunOptions options, long sources) {
    if (options.writing().buckets() > 0) {
      return options.writing().buckets();
    }
    return (int) Math.max(LEAST_BUCKETS, Math.min(MOST_BUCKETS, sources / SOURCES_PER_BUCKET));
  }

  /**
   * Checks Beam's own options.
   *
   * @throws IllegalArgumentException where Beam doesn't take one, with what it has to say
   */
  public static void checkBeamOptions(List<String> options) {
    beamOptions(options);
  }

  private static DirectOptions beamOptions(List<String> options) {
    return PipelineOptionsFactory.fromArgs(options.toArray(String[]::new))
        .withValidation()
        .as(DirectOptions.class);
  }

  /** Beam's own runner, in this process. */
  static Pipeline local(List<String> options) {
    DirectOptions beam = beamOptions(options);
    beam.setRunner(DirectRunner.class);
    // Measured: the default parallelism burns half the processor in a spin loop, and the checks
    // copy every element to find bugs that tests find.
    if (options.stream().noneMatch(option -> option.startsWith("--targetParallelism"))) {
      beam.setTargetParallelism(Runtime.getRuntime().availableProcessors());
    }
    beam.setEnforceImmutability(false);
    beam.setEnforceEncodability(false);
    return Pipeline.create(beam);
  }

  private void runPipeline(RunOptions options, RunPlan plan) throws IOException {
    Pipeline pipeline = runner.pipeline(options.beam());
    CrashPipeline.addTo(pipeline, plan);
    finish(pipeline);
  }

  /** Runs a pipeline to its end. */
  static void finish(Pipeline pipeline) throws IOException {
    try {
      pipeline.run().waitUntilFinish();
    } catch (RuntimeException e) {
      throw ioFault(e);
    }
  }

  /** Beam and Parquet wrap what the storage throws: the innermost fault is the one to tell. */
  private static IOException ioFault(RuntimeException fault) {
    IOException innermost = null;
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException io) {
        innermost = io;
      }
    }
    if (innermost == null) {
      throw fault;
    }
    return innermost;
  }
}
