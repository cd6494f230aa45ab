package org.crashtag.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.crashtag.pipeline.BeamOptionException.Kind;

/**
 * Options of Apache Beam, {@code --name=value}. One of them, {@code --runner}, chooses where
 * pipelines run. The runners of Flink and Spark are in jars of their own, so that their options are
 * known here by name only.
 */
public final class BeamOptions {
  /** The system property of the address of the cluster that Flink's context has. */
  private static final String FLINK_PROPERTY = "crashtag.flink";

  private static final Set<String> LOCAL_FLINK = Set.of("[local]", "[collection]");

  private final List<String> arguments;

  /**
   * @param arguments that were checked before
   */
  BeamOptions(List<String> arguments) {
    this.arguments = List.copyOf(arguments);
  }

  /**
   * Checks options, each for itself.
   *
   * @throws BeamOptionException about the first one that Beam does not take
   */
  public static BeamOptions of(List<String> arguments) throws BeamOptionException {
    // Without its runner, the runner's own options are unknown.
    List<String> sorted = new ArrayList<>(arguments);
    sorted.sort(Comparator.comparing(isNamed("runner")::test).reversed());
    for (String argument : sorted) {
      check(argument);
    }
    return new BeamOptions(arguments);
  }

  private static void check(String argument) throws BeamOptionException {
    if (!argument.matches("(?s)--[a-zA-Z][a-zA-Z0-9]*(=.*)?")) {
      throw new BeamOptionException(Kind.UNKNOWN_OPTION, argument, argument);
    }
    try {
      new BeamOptions(List.of(argument)).parse();
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      Kind kind = Kind.BAD_VALUE;
      if (message.contains("missing a property named")) {
        kind = Kind.UNKNOWN_OPTION;
      } else if (message.startsWith("Unknown 'runner'")) {
        kind = Kind.UNKNOWN_RUNNER;
      }
      throw new BeamOptionException(kind, argument, message.lines().findFirst().orElse(""));
    }
  }

  private PipelineOptions parse() {
    return PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new))
        .withValidation()
        .create();
  }

  List<String> arguments() {
    return arguments;
  }

  /** The value of an option; the last one counts. */
  Optional<String> value(String name) {
    String start = "--" + name + "=";
    return arguments.stream()
        .filter(argument -> argument.startsWith(start))
        .reduce((first, second) -> second)
        .map(argument -> argument.substring(start.length()));
  }

  /** With an option that counts unless it was given. */
  BeamOptions withDefault(String name, String value) {
    return arguments.stream().anyMatch(isNamed(name)) ? this : with(name, value);
  }

  /** With an option in place of what was given. */
  BeamOptions with(String name, String value) {
    List<String> others = new ArrayList<>(arguments);
    others.removeIf(isNamed(name));
    others.add("--" + name + "=" + value);
    return new BeamOptions(others);
  }

  private static Predicate<String> isNamed(String name) {
    return argument -> argument.split("=", 2)[0].equals("--" + name);
  }

  /** The runner's simple name. */
  String runner() {
    return value("runner").isEmpty() ? LocalRunner.NAME : parse().getRunner().getSimpleName();
  }

  /**
   * Where pipelines run: the address of a cluster's master, or the runner's name if it has none.
   *
   * @return empty if all of it runs in this process or on this machine, with the same files
   */
  public Optional<String> remote() {
    String runner = runner();
    return switch (runner) {
      case LocalRunner.NAME -> Optional.empty();
      case FlinkCluster.NAME ->
          Optional.of(flinkMaster()).filter(master -> !LOCAL_FLINK.contains(master));
      case SparkCluster.NAME ->
          Optional.of(sparkMaster()).filter(master -> !master.startsWith("local"));
      default -> Optional.of(runner);
    };
  }

  /** {@code [auto]}, which Beam takes by default, is the cluster of Flink's context. */
  String flinkMaster() {
    return Optional.ofNullable(System.getProperty(FLINK_PROPERTY))
        .or(() -> value("flinkMaster"))
        .orElse("[auto]")
        .replaceFirst("^https?://", "");
  }

  static boolean hasFlinkContext() {
    return System.getProperty(FLINK_PROPERTY) != null;
  }

  /** What spark-submit was given goes before Beam's option, as in Beam. */
  String sparkMaster() {
    return Optional.ofNullable(System.getProperty("spark.master"))
        .or(() -> value("sparkMaster"))
        .orElse("local[4]");
  }

  /** What makes pipelines of these options, and runs them. */
  Runner toRunner() {
    return switch (runner()) {
      case LocalRunner.NAME -> new LocalRunner(this);
      case FlinkCluster.NAME -> new FlinkCluster(this);
      case SparkCluster.NAME -> new SparkCluster(this);
      default -> new ClusterRunner(this);
    };
  }
}
