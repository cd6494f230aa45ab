package org.crashtag.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.crashtag.bytes.Nearest;
import org.crashtag.pipeline.BeamOptionException;
import org.crashtag.pipeline.BeamOptions;
import org.crashtag.storage.Storages;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where the pipeline runs: in this process, or, by options of Apache Beam, on a cluster. */
final class RunnerOptions {
  /** The jars of the runners that are built in addition, and the profiles that build them. */
  private static final Map<String, String> JARS = Map.of("flink", "flink", "spark", "spark-jar");

  @Option(
      names = "--shared-disk",
      description =
          "Accept local paths although the runner uses other machines: they see the same files under"
              + " the same paths.")
  private boolean sharedDisk;

  /** The options that picocli does not know, if Beam knows them. */
  static BeamOptions beam(List<String> options, CommandSpec spec) {
    try {
      return BeamOptions.of(options);
    } catch (BeamOptionException e) {
      throw new UsageException(
          switch (e.kind()) {
            case UNKNOWN_OPTION -> unknown(e.option().replaceFirst("(?s)=.*", ""), spec);
            case UNKNOWN_RUNNER -> noRunner(e.option().replaceFirst("(?s)[^=]*=", ""));
            case BAD_VALUE -> e.option() + ": " + e.getMessage();
          });
    }
  }

  private static String unknown(String option, CommandSpec spec) {
    return "unknown: " + option + Nearest.hint(option, spec.optionsMap().keySet());
  }

  private static String noRunner(String runner) {
    String engine = runner.toLowerCase(java.util.Locale.ROOT).replaceFirst("runner$", "");
    String profile = JARS.get(engine);
    if (profile == null) {
      return "there is no runner "
          + runner
          + " on the class path; known runners are DirectRunner, FlinkRunner and SparkRunner";
    }
    return runner
        + " needs crashtag-"
        + engine
        + ".jar beside crashtag.jar; \"mvn -P"
        + profile
        + " package\" in a checkout builds it in target";
  }

  /** Whether the workers see what is at a path. */
  boolean isShared(BeamOptions beam, String path) {
    return sharedDisk || Storages.isUri(path) || beam.remote().isEmpty();
  }

  /**
   * A path as the workers see it.
   *
   * @throws UsageException if it is a local one and they may not see it
   */
  String shared(BeamOptions beam, String path) {
    Optional<String> remote = beam.remote();
    if (remote.isEmpty() || Storages.isUri(path)) {
      return path;
    }
    if (!isShared(beam, path)) {
      throw new UsageException(
          path
              + " is a local path, which the workers of "
              + remote.get()
              + " may not see; use an object store, or --shared-disk if they see the same files");
    }
    return absolute(path);
  }

  /** Workers have other current folders. A pattern may have characters that no path has. */
  private static String absolute(String path) {
    try {
      if (Path.of(path).isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException e) {
      if (path.matches("(?s)([A-Za-z]:)?[/\\\\].*")) {
        return path;
      }
    }
    return Path.of("").toAbsolutePath() + "/" + path.replaceFirst("^(\\./+)+", "");
  }
}
