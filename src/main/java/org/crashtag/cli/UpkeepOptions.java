package org.crashtag.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.crashtag.decode.Decoders;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.Upkeep;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.table.Tables;
import picocli.CommandLine.Option;

/** What the commands share that keep an output folder fit for years. */
final class UpkeepOptions {
  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = RunCommand.DEFAULT_OUTPUT,
      description = "The output folder of the runs. Default: ${DEFAULT-VALUE}.")
  private String output;

  @Option(
      names = "--grace",
      paramLabel = "DAYS",
      defaultValue = "1",
      description = "How long replaced parts stay, for readers that have begun. Default: 1.")
  private double graceDays;

  @Option(names = "--verbose", description = "A stack trace with an error.")
  private boolean verbose;

  /** One piece of upkeep. */
  interface Work {
    Upkeep.Result run(Upkeep upkeep, Duration grace) throws IOException, SqlFault;
  }

  /** Does it and says what was done; the exit code. */
  int run(Terminal terminal, String nothing, Work work) throws IOException {
    Logging.configure(verbose);
    if (!(graceDays >= 0 && graceDays <= 36_500)) {
      throw new UsageException("--grace wants a number of days, not " + graceDays);
    }
    String folder = SqlCommand.withoutSlash(output);
    LocalStorage storage = new LocalStorage();
    if (new OutputFolder(storage, folder).runs().isEmpty()) {
      terminal.complain(folder, "no committed run here; \"crashtag run\" makes one");
      return ExitCode.FAILED;
    }
    Upkeep upkeep = new Upkeep(storage, folder, Main.VERSION, Tables.all(Decoders.load().tables()));
    Duration grace = Duration.ofMillis((long) (graceDays * 86_400_000));
    try {
      print(terminal.out(), folder, nothing, work.run(upkeep, grace));
      return ExitCode.DONE;
    } catch (SqlFault e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Says what was done. */
  static void print(PrintStream out, String folder, String nothing, Upkeep.Result result) {
    if (result.manifest().isEmpty()) {
      out.println(nothing);
    } else {
      Manifest manifest = result.manifest().get();
      out.println(
          "run "
              + manifest.run()
              + " in "
              + Escape.text(folder)
              + " replaces "
              + manifest.replaces().size()
              + " runs");
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
    if (!result.removed().isEmpty()) {
      out.println("removed the parts of " + result.removed().size() + " replaced runs");
    }
  }
}
