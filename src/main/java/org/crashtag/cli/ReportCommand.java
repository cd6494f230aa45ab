package org.crashtag.cli;

import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.crashtag.storage.Location;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the HTML page. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Writes an HTML page about the tables of an output folder: whether crashes are increasing,"
          + " what is new, and which kinds of crashes, drivers and machines stand out. The page is"
          + " one file that needs no network."
    },
    footer = {
      "",
      "Example: crashtag report --output tables -o crashes.html",
      "         crashtag report --baseline 2026-10-01 --where \"os_build >= 26100\"",
    })
final class ReportCommand implements Callable<Integer> {
  static final String DEFAULT_PAGE = "crashes.html";

  private final Terminal terminal;

  @Mixin private OutputOptions output;

  @Option(
      names = "-o",
      paramLabel = "PAGE.html",
      defaultValue = DEFAULT_PAGE,
      description = "The file of the page, which is replaced. Default: ${DEFAULT-VALUE}.")
  private Location page;

  @Option(
      names = "--baseline",
      paramLabel = "DATE",
      description =
          "Compare the time since this day, such as 2026-10-01, with as many days before it."
              + " Default: the last 28 days before the newest crash.")
  private String baseline;

  @Option(
      names = "--where",
      paramLabel = "SQL",
      description = "Count only dumps that meet this condition on columns of the table dumps.")
  private String condition;

  @Option(names = "--verbose", description = "Print a stack trace with an error.")
  private boolean verbose;

  ReportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Logging.configure(verbose);
    ReportFile file =
        new ReportFile(
            output.folder(),
            page,
            Optional.ofNullable(baseline).map(ReportCommand::day),
            Optional.ofNullable(condition));
    return file.write(terminal) ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new UsageException("--baseline expects a day such as 2026-10-01, not \"" + text + "\"");
    }
  }
}
