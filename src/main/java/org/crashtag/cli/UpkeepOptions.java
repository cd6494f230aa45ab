package org.crashtag.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.crashtag.bytes.Escape;
import org.crashtag.decode.Decoders;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.Upkeep;
import org.crashtag.storage.Storages;
import org.crashtag.store.Manifest;
import org.crashtag.table.Tables;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the commands that maintain an output folder. */
final class UpkeepOptions {
  /** Default time for which replaced parts are kept. */
  static final Duration GRACE = Duration.ofDays(1);

  @Mixin private OutputOptions output;

  @Option(
      names = "--grace",
      paramLabel = "DAYS",
      defaultValue = "1",
      description = "Days to keep replaced files for running queries. Default: 1.")
  private double graceDays;

  @Option(names = "--verbose", description = "Print a stack trace with an error.")
  private boolean verbose;

  /** A task that needs the grace period. */
  interface GracePeriodTask {
    Upkeep.Result run(Upkeep upkeep, Duration grace) throws IOException, SqlFault;
  }

  /** Runs the task, prints the result and returns the exit code. */
  int run(Terminal terminal, String nothing, GracePeriodTask task) throws IOException {
    Logging.configure(verbose);
    String folder = output.folder();
    Duration grace = grace();
    if (OutputOptions.isEmpty(terminal, folder)) {
      return ExitCode.FAILED;
    }
    run(terminal, folder, nothing, grace, task);
    return ExitCode.DONE;
  }

  /** Runs the task and prints the result. */
  static void run(
      Terminal terminal, String folder, String nothing, Duration grace, GracePeriodTask task)
      throws IOException {
    Upkeep upkeep =
        new Upkeep(Storages.all(), folder, Version.text(), Tables.all(Decoders.load().tables()))
            .telling(Publication.tables(grace, false));
    try (Interruption interruption = interruption(terminal)) {
      Objects.requireNonNull(interruption);
      print(terminal.out(), folder, nothing, task.run(upkeep, grace));
    } catch (SqlFault e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** For tasks that replace rows: until their commit, readers see the old rows. */
  static Interruption interruption(Terminal terminal) {
    return new Interruption(
        terminal, () -> "uncommitted work has no effect; run the command again to finish it");
  }

  /** Whether stack traces are printed. */
  boolean verbose() {
    return verbose;
  }

  /** How long replaced parts are kept. */
  Duration grace() {
    if (!(graceDays >= 0 && graceDays <= 36_500)) {
      throw new UsageException("--grace expects a number of days, not " + graceDays);
    }
    return Duration.ofMillis((long) (graceDays * 86_400_000));
  }

  /**
   * The output folder.
   *
   * @param ofPipelineFile the folder in a pipeline file; empty if there is none
   */
  String folder(String ofPipelineFile) {
    return output.folder(ofPipelineFile);
  }

  /** Prints the result. */
  static void print(PrintStream out, String folder, String nothing, Upkeep.Result result) {
    if (result.manifest().isEmpty()) {
      out.println(nothing);
    } else {
      print(out, folder, result.manifest().get());
    }
    printRemoved(out, result.removed());
  }

  /** Prints the tables of a run that replaces others. */
  static void print(PrintStream out, String folder, Manifest manifest) {
    int replaced = manifest.replaces().size();
    out.println(
        "run "
            + manifest.run()
            + " in "
            + Escape.text(folder)
            + " replaces "
            + (replaced == 1 ? "1 run" : replaced + " runs"));
    for (Manifest.Table table : manifest.tables()) {
      long bytes = table.parts().stream().mapToLong(Manifest.Part::bytes).sum();
      out.println(
          String.format(
              Locale.ROOT,
              "  %-22s %,15d rows  %,6d parts  %,12.1f MB",
              table.name(),
              table.rows(),
              table.parts().size(),
              bytes / 1e6));
    }
  }

  /** Prints whose parts were removed. */
  static void printRemoved(PrintStream out, List<String> removed) {
    if (!removed.isEmpty()) {
      out.println("removed the files of " + removed.size() + " replaced runs");
    }
  }
}
