package org.crashtag.pipeline;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.SerializableUtils;
import org.joda.time.Duration;

/** A runner of Beam's that runs pipelines in other processes, usually on other machines. */
class ClusterRunner implements Runner {
  private static final Duration POLL = Duration.millis(500);
  private static final long CANCEL_SECONDS = 20;
  private static final int MOST_PLAN_BYTES = 16 << 20;

  private final BeamOptions options;

  ClusterRunner(BeamOptions options) {
    this.options = options;
  }

  BeamOptions options() {
    return options;
  }

  /** The options that count unless the user gave others. */
  BeamOptions tuned(BeamOptions given, int buckets) throws IOException {
    return given;
  }

  /** What the engine says about a failed job; empty if it can't be asked. */
  Optional<String> reason() {
    return Optional.empty();
  }

  /**
   * Why a job that is running won't end, although the engine itself would wait for ever; empty as
   * long as it may end. Asked again and again.
   */
  Optional<String> stuck() {
    return Optional.empty();
  }

  @Override
  public final Pipeline pipeline(String job, int buckets) throws IOException {
    BeamOptions named = options.withDefault("jobName", job).withDefault("appName", "crashtag");
    List<String> files = filesToStage();
    if (!files.isEmpty()) {
      named = named.withDefault("filesToStage", String.join(",", files));
    }
    BeamOptions tuned = tuned(named, buckets);
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs(tuned.arguments().toArray(String[]::new))
            .withValidation()
            .create());
  }

  /**
   * The jars that workers need: this program's and those of the user's decoders. Left to Beam, each
   * job would carry the whole class path, with the engine itself.
   */
  private static List<String> filesToStage() {
    List<String> files = new ArrayList<>();
    CodeSource source = ClusterRunner.class.getProtectionDomain().getCodeSource();
    if (source != null) {
      try {
        URI place = source.getLocation().toURI();
        if (place.getScheme().equals("file") && Files.isRegularFile(Path.of(place))) {
          files.add(Path.of(place).toString());
        }
      } catch (URISyntaxException e) {
        throw new IllegalStateException("the program's jar has no path", e);
      }
    }
    String decoders = System.getenv().getOrDefault("CRASHTAG_CLASSPATH", "");
    if (!files.isEmpty() && !decoders.isEmpty()) {
      files.addAll(List.of(decoders.split(File.pathSeparator)));
    }
    return files;
  }

  /** Each step of the job has a copy of the plan. */
  @Override
  public final void check(RunPlan plan) throws IOException {
    int bytes = SerializableUtils.serializeToByteArray(plan).length;
    if (bytes > MOST_PLAN_BYTES) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the job would send %,d bytes of declarations, lists and settings to each worker; at"
                  + " most %,d are allowed",
              bytes,
              MOST_PLAN_BYTES));
    }
  }

  @Override
  public final void finish(Pipeline pipeline, Progress progress) throws IOException {
    try {
      PipelineResult result = pipeline.run();
      Thread hook = new Thread(() -> cancel(result), "cancel");
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        await(result, progress);
      } finally {
        remove(hook);
      }
    } catch (RuntimeException e) {
      throw explained(e);
    } catch (LinkageError e) {
      throw new IOException(
          "the classes of the engine that "
              + options.runner()
              + " needs are missing or of another version: "
              + e,
          e);
    }
  }

  private void await(PipelineResult result, Progress progress) throws IOException {
    while (true) {
      PipelineResult.State state = result.waitUntilFinish(POLL);
      progress.report(result.metrics());
      if (state == null || !state.isTerminal()) {
        Optional<String> stuck = stuck();
        if (stuck.isPresent()) {
          cancel(result);
          throw new IOException(stuck.get());
        }
        continue;
      }
      if (state == PipelineResult.State.DONE) {
        return;
      }
      if (state == PipelineResult.State.CANCELLED) {
        throw new IOException("the job was cancelled");
      }
      throw new IOException(
          reason().orElse("the job ended as " + state + "; the engine's page says why"));
    }
  }

  /** Called when this process is being ended, too. */
  private static void cancel(PipelineResult result) {
    Thread cancelling =
        new Thread(
            () -> {
              try {
                result.cancel();
              } catch (IOException | RuntimeException e) {
                // The process ends in any case; the driver's lock ends with it, so that nothing of
                // the job can be committed.
                return;
              }
            },
            "cancelling");
    cancelling.setDaemon(true);
    cancelling.start();
    try {
      cancelling.join(TimeUnit.SECONDS.toMillis(CANCEL_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is being ended, and the hook is at work: that the job has ended is no news.
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(CANCEL_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  IOException explained(RuntimeException fault) {
    return Faults.ofPipeline(fault);
  }
}
