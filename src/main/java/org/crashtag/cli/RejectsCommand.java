package org.crashtag.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.crashtag.sql.ResultFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints what could not be used, grouped. */
@Command(
    name = "rejects",
    mixinStandardHelpOptions = true,
    description = {
      "Prints what the runs of an output folder could not use, by reason and stage, the most"
          + " frequent first. Each single one is a row of the table \"rejects\"."
    },
    footer = {"", "Example: crashtag rejects --output tables"})
final class RejectsCommand implements Callable<Integer> {
  private static final String QUESTION =
      """
      SELECT reason, stage, count(*) AS rejects, count(DISTINCT source) AS files,
        min(source || coalesce('!' || member, '')) AS example
      FROM rejects GROUP BY ALL ORDER BY rejects DESC, reason, stage
      """;

  private final Terminal terminal;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = RunCommand.DEFAULT_OUTPUT,
      description = "The output folder of the runs. Default: ${DEFAULT-VALUE}.")
  private String output;

  @Option(names = "--verbose", description = "A stack trace with an error.")
  private boolean verbose;

  RejectsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Logging.configure(verbose);
    return SqlCommand.ask(terminal, SqlCommand.withoutSlash(output), QUESTION, ResultFormat.TABLE);
  }
}
