package org.crashtag.pipeline;

import java.io.Closeable;
import java.io.IOException;
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
import org.crashtag.storage.Storage;
import org.crashtag.store.CommitListener;
import org.crashtag.store.Count;
import org.crashtag.store.IndexDamageException;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;

/** One run: lists the sources, runs the pipeline over them, commits. */
public final class CrashRun {
  private static final int LEAST_BUCKETS = 8;
  private static final int MOST_BUCKETS = 64;
  private static final int SOURCES_PER_BUCKET = 2_000;

  /** Dumps up to which a second bucket costs more time than it saves. */
  private static final int FEW_DUMPS = 64;

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
      output.verifyParts();
      List<String> notes = mendIndex(storage, output);
      output.mergeIndex(mostUnmerged);
      CatalogBuilder.keepOnly(
          storage, CatalogBuilder.folder(options.output()), options.decoding().texts());
      Progress progress = new Progress();
      watcher.accept(progress);
      String lists = output.staging("lists");
      NewSources sources = new NewSources(storage, output, lists, program);
      Map<String, Long> found = find(sources, options);
      progress.compared(sources);
      List<Manifest> manifests = new ArrayList<>();
      for (int batch = 0; batch < sources.batches(); batch++) {
        Map<String, Long> counts = batch == 0 ? found : Map.of();
        String first = batch == 0 ? "" : manifests.get(0).run();
        manifests.add(run(options, output, sources, batch, first, counts, progress));
        listener.committed(storage, output);
        output.mergeIndex(mostUnmerged);
      }
      storage.delete(lists);
      return new Result(
          manifests, sources.problems(), sources.listed(), sources.unchanged(), found, notes);
    }
  }

  /** Rebuilds a damaged index; returns the messages about it. */
  private static List<String> mendIndex(Storage storage, OutputFolder output) throws IOException {
    try {
      output.verifyIndex();
      return List.of();
    } catch (IndexDamageException e) {
      new IndexRebuild(storage, output, output.staging("known")).run();
      return List.of(e.getMessage() + "; the index was rebuilt from the tables");
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
    Map<String, Long> found = find(sources, options);
    return new Result(
        List.of(), sources.problems(), sources.listed(), sources.unchanged(), found, List.of());
  }

  /** Lists and compares; what that says for the first batch's manifest. */
  private static Map<String, Long> find(NewSources sources, RunOptions options) throws IOException {
    Stopwatch listing = new Stopwatch();
    sources.list(options.reading().sources(), options.reading().links() == RunOptions.Links.FOLLOW);
    Duration listed = listing.elapsed();
    Stopwatch comparing = new Stopwatch();
    sources.compare(options.reading().batch());
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
    String run = output.nextRun(started);
    long size =
        Math.min(
            options.reading().batch(), sources.fresh() - (long) batch * options.reading().batch());
    int buckets = buckets(options, size, sources.likelyDumps());
    String command = batch == 0 ? run : first;
    RunPlan plan =
        new RunPlan(storages, run, command, started.toString(), program, buckets, counts, options);
    progress.follow(run, size);
    try {
      deal(sources, batch, plan);
      runPipeline(options, plan);
      return output.manifest(run);
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

  /**
   * By the number of sources, not of cores: the tables' files don't depend on the machine.
   *
   * @param dumps how many dumps are likely in the sources
   */
  static int buckets(RunOptions options, long sources, long dumps) {
    if (options.writing().buckets() > 0) {
      return options.writing().buckets();
    }
    if (dumps <= FEW_DUMPS) {
      return 1;
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
    Pipeline pipeline = pipeline(runner, options, plan.buckets());
    CrashPipeline.addTo(pipeline, plan);
    finish(pipeline);
  }

  /** The empty pipeline of a job whose parallel steps have one element for each bucket. */
  static Pipeline pipeline(Runner runner, RunOptions options, int buckets) {
    Pipeline pipeline = runner.pipeline(options.beam());
    // Beam's own runner polls with each thread that has nothing to do.
    DirectOptions local = pipeline.getOptions().as(DirectOptions.class);
    local.setTargetParallelism(Math.min(local.getTargetParallelism(), buckets));
    return pipeline;
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
