package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.crashtag.decode.Decoders;
import org.crashtag.sql.CommittedViews;
import org.crashtag.sql.QueryResult;
import org.crashtag.sql.ResultFormat;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.SqlSession;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.table.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks the tables. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    description = {
      "Asks the tables of an output folder in DuckDB's SQL: one view a table, committed runs only."
          + " \"crashtag tables\" prints the columns."
    },
    footer = {"", "Example: crashtag sql \"select driver, count(*) from kmdf_drivers group by 1\""})
final class SqlCommand implements Callable<Integer> {
  /** How the answer is written. */
  enum Format {
    table,
    csv,
    json
  }

  private final Terminal terminal;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = RunCommand.DEFAULT_OUTPUT,
      description = "The output folder of the runs. Default: ${DEFAULT-VALUE}.")
  private String output;

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "table, csv or json (an object a row). Default: table.")
  private Format format;

  @Option(names = "--verbose", description = "A stack trace with an error.")
  private boolean verbose;

  @Parameters(paramLabel = "QUERY|FILE.sql", description = "A question, or a file of one.")
  private String query;

  SqlCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Logging.configure(verbose);
    boolean isFile = query.toLowerCase(Locale.ROOT).endsWith(".sql");
    String text = isFile ? Files.readString(Path.of(query), UTF_8) : query;
    return ask(
        terminal,
        withoutSlash(output),
        text,
        ResultFormat.valueOf(format.name().toUpperCase(Locale.ROOT)));
  }

  static String withoutSlash(String folder) {
    return folder.length() > 1 ? folder.replaceAll("[/\\\\]+$", "") : folder;
  }

  /** Prints the answer; the exit code. */
  static int ask(Terminal terminal, String output, String query, ResultFormat format)
      throws IOException {
    List<Manifest> manifests = new OutputFolder(new LocalStorage(), output).manifests();
    if (manifests.isEmpty()) {
      terminal.complain(output, "no committed run here; \"crashtag run\" makes one");
      return ExitCode.FAILED;
    }
    try (SqlSession session =
            SqlSession.open(
                CommittedViews.of(output, manifests, Tables.all(Decoders.load().tables())));
        QueryResult result = session.query(query)) {
      OutputStreamWriter writer = new OutputStreamWriter(terminal.out(), UTF_8);
      format.print(result, terminal.columns(), writer);
      writer.flush();
      return ExitCode.DONE;
    } catch (SqlFault e) {
      terminal.out().flush();
      // The engine's message is made of lines, with a mark below the fault.
      terminal.err().println("crashtag: " + e.getMessage());
      return ExitCode.FAILED;
    }
  }
}
