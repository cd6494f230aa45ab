package org.crashtag.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.crashtag.sql.ResultFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what could not be used, grouped. */
@Command(
    name = "rejects",
    mixinStandardHelpOptions = true,
    description = {
      "Prints what the runs of an output folder could not use, by reason and stage, most"
          + " frequent first. Rejects that a later run resolved are left out."
          + " The table \"rejects\" has a row for each."
    },
    footer = {"", "Example: crashtag rejects --output tables"})
final class RejectsCommand implements Callable<Integer> {
  private static final String GROUPED =
      """
      SELECT reason, stage, count(*) AS rejects, count(DISTINCT source) AS files,
        min(source || coalesce('!' || member, '')) AS example
      FROM chosen GROUP BY ALL ORDER BY rejects DESC, reason, stage
      """;

  private static final String ALL = "WITH chosen AS (FROM rejects)\n";

  /**
   * A reject of a decoded dump holds as long as the dump's rows. Any other reject holds unless a
   * later run read its source successfully. Many runs can have read a source, and merged runs keep
   * no order except that of the times of the sources.
   */
  private static final String STILL_HOLDING =
      """
      WITH looks AS (
        SELECT source, member, outcome, max(run) OVER (PARTITION BY source) AS last_run
        FROM sources WHERE source IN (SELECT source FROM rejects)
        QUALIFY row_number() OVER (PARTITION BY source, member
          ORDER BY run DESC, modified DESC, outcome IN ('rejected', 'unreadable')) = 1),
      chosen AS (SELECT * FROM rejects AS reject
      WHERE EXISTS (SELECT 1 FROM sources AS decoded
          WHERE decoded.source = reject.source AND decoded.run = reject.run
            AND decoded.member IS NOT DISTINCT FROM reject.member
            AND decoded.dump_id = reject.dump_id AND decoded.outcome = 'decoded')
        OR EXISTS (SELECT 1 FROM looks
          WHERE looks.source = reject.source AND looks.last_run = reject.run
            AND looks.member IS NOT DISTINCT FROM reject.member
            AND looks.outcome IN ('rejected', 'unreadable')))
      """;

  private final Terminal terminal;

  @Mixin private OutputOptions output;

  @Option(names = "--all", description = "Include rejects that a later run resolved.")
  private boolean all;

  @Option(names = "--json", description = "Print one JSON object per group, each on its own line.")
  private boolean json;

  @Option(names = "--verbose", description = "Print a stack trace with an error.")
  private boolean verbose;

  RejectsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Logging.configure(verbose);
    String question = (all ? ALL : STILL_HOLDING) + GROUPED;
    ResultFormat format = json ? ResultFormat.JSON : ResultFormat.TABLE;
    long rows = new SqlAnswer(output.folder(), format).print(terminal, List.of(question));
    return rows == SqlAnswer.FAULT ? ExitCode.FAILED : ExitCode.DONE;
  }
}
