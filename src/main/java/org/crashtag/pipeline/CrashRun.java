package org.crashtag.pipeline;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.crashtag.source.SourceLister;
import org.crashtag.storage.Storage;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;

/** One run: lists the sources, runs the pipeline over them, commits. */
public final class CrashRun {
  private static final int LEAST_BUCKETS = 8;
  private static final int MOST_BUCKETS = 64;
  private static final int SOURCES_PER_BUCKET = 2_000;

  private final StorageFactory storages;
  private final String program;
  private final Runner runner;

  /**
   * @param program this program's version
   */
  public CrashRun(StorageFactory storages, String program) {
    this(storages, program, CrashRun::local);
  }

  CrashRun(StorageFactory storages, String program, Runner runner) {
    this.storages = storages;
    this.program = program;
    this.runner = runner;
  }

  /** Makes the empty pipeline, of one of Beam's runners, that takes a run's steps. */
  interface Runner {
    Pipeline pipeline(List<String> beamOptions);
  }

  /**
   * What a run did.
   *
   * @param manifest of the committed run; empty where there was nothing new
   * @param problems what was named and led nowhere
   * @param sources files that were listed
   * @param unchanged of these, the files that earlier runs know
   */
  public record Result(
      Optional<Manifest> manifest,
      List<SourceLister.Problem> problems,
      long sources,
      long unchanged) {}

  /**
   * Runs.
   *
   * @param watcher hears of the run's progress object as soon as there is one
   * @throws IOException where nothing was committed, with the reason
   */
  public Result run(RunOptions options, Consumer<Progress> watcher) throws IOException {
    Storage storage = storages.get();
    OutputFolder output = new OutputFolder(storage, options.output());
    Instant started = Instant.now();
    try (Closeable lock = output.lock(started)) {
      java.util.Objects.requireNonNull(lock);
      output.recover();
      String run = output.nextRun(started);
      Progress progress = Progress.of(run);
      watcher.accept(progress);
      try {
        return run(options, storage, output, run, started, progress);
      } finally {
        Progress.forget(run);
      }
    }
  }

  private Result run(
      RunOptions options,
      Storage storage,
      OutputFolder output,
      String run,
      Instant started,
      Progress progress)
      throws IOException {
    List<SourceLister.Problem> problems = new ArrayList<>();
    long sources = list(options, storage, output.staging(run), problems);
    progress.listed(sources);
    if (sources > 0) {
      RunPlan plan =
          new RunPlan(
              storages, run, started.toString(), program, buckets(options, sources), options);
      runPipeline(options, plan);
    }
    Optional<Manifest> manifest =
        output.runs().contains(run) ? Optional.of(output.manifest(run)) : Optional.empty();
    storage.delete(output.staging(run));
    return new Result(manifest, problems, sources, progress.unchanged());
  }

  private static long list(
      RunOptions options, Storage storage, String staging, List<SourceLister.Problem> problems)
      throws IOException {
    try (SourceList list = new SourceList(storage, staging)) {
      SourceLister lister =
          new SourceLister(storage, list::add, problems::add, Optional.of(options.output()));
      for (String source : options.sources()) {
        lister.add(source);
      }
      return list.count();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** By the number of sources, not of cores: the tables' files don't depend on the machine. */
  private static int buckets(RunOptions options, long sources) {
    if (options.buckets() > 0) {
      return options.buckets();
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

  private static Pipeline local(List<String> options) {
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
