package org.crashtag.cli;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.crashtag.pipeline.Patience;
import picocli.CommandLine.Option;

/** Options of a run that is repeated. */
final class WatchOptions {
  private static final Duration DEFAULT_SETTLE = Duration.ofSeconds(30);

  /**
   * How long a file that can't be read is left alone, so that not each of many short runs tries and
   * reports it.
   */
  private static final Duration RETRY = Duration.ofHours(1);

  @Option(
      names = "--watch",
      paramLabel = "TIME",
      description =
          "Run again and again over what is new, with a pause of this time: 60s, 5m or 1h. Ctrl-C or"
              + " SIGTERM ends it after the current commit.")
  private String watch;

  @Option(
      names = "--settle",
      paramLabel = "TIME",
      description =
          "Leave files alone that changed less than this time ago. Default: 30s with --watch,"
              + " otherwise 0s.")
  private String settle;

  /** The pause between two runs; empty for one run. */
  Optional<Duration> pause() {
    if (watch == null) {
      return Optional.empty();
    }
    Duration pause = TimeSpan.parse("--watch", watch);
    if (pause.isZero()) {
      throw new UsageException("--watch expects a time of at least 1s");
    }
    return Optional.of(pause);
  }

  /** Which files are left to a later run. */
  Patience patience() {
    Duration age = watch == null ? Duration.ZERO : DEFAULT_SETTLE;
    return new Patience(
        settle == null ? age : TimeSpan.parse("--settle", settle),
        watch == null ? Duration.ZERO : RETRY,
        Clock.systemUTC());
  }
}
