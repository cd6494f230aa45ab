package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crashtag.bytes.Nearest;
import org.crashtag.decode.Decoders;
import org.crashtag.sql.CommittedViews;
import org.crashtag.sql.QueryResult;
import org.crashtag.sql.ResultFormat;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.SqlSession;
import org.crashtag.sql.View;
import org.crashtag.store.Manifest;
import org.crashtag.table.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  /** No statement is one word. */
  private static final Pattern BARE_WORD = Pattern.compile("[\\w-]+");

  private static final int INDENT = 4;

  private static final Pattern MISSING_TABLE =
      Pattern.compile("Catalog Error: Table with name (\\w+) does not exist!");

  private final Terminal terminal;

  @Mixin private OutputOptions output;

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "table, csv or json (an object a row). Default: table.")
  private Format format;

  @Option(names = "--verbose", description = "A stack trace with an error.")
  private boolean verbose;

  @Option(names = "--list", description = "Lists the questions that come with the program.")
  private boolean list;

  @Parameters(
      paramLabel = "QUERY|FILE.sql|NAME",
      arity = "0..1",
      description = "A question, a file of one, or the name of one that --list lists.")
  private String query;

  SqlCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Logging.configure(verbose);
    if (list) {
      return printList();
    }
    if (query == null) {
      throw new UsageException(
          "a question, a file of one or a name is missing; --list lists names");
    }
    ResultFormat resultFormat = ResultFormat.valueOf(format.name().toUpperCase(Locale.ROOT));
    String folder = output.folder();
    if (query.toLowerCase(Locale.ROOT).endsWith(".sql")) {
      return ask(terminal, folder, Files.readString(Path.of(query), UTF_8), resultFormat);
    }
    if (BARE_WORD.matcher(query).matches()) {
      return askNamed(folder, resultFormat);
    }
    return ask(terminal, folder, query, resultFormat);
  }

  private int printList() throws IOException {
    for (String name : Questions.names()) {
      terminal.out().println(name);
      TablesCommand.wrap(terminal.out(), Questions.sentence(Questions.sql(name)), INDENT);
    }
    return ExitCode.DONE;
  }

  private int askNamed(String folder, ResultFormat resultFormat) throws IOException {
    List<String> names = Questions.names();
    if (!names.contains(query)) {
      throw new UsageException("unknown question: " + query + Nearest.hint(query, names));
    }
    return ask(terminal, folder, Questions.sql(query), resultFormat);
  }

  /** The engine's words, unless it is the folder that lacks what the question is about. */
  private static String message(SqlFault fault, String output, List<View> views) {
    Matcher missing = MISSING_TABLE.matcher(fault.getMessage());
    if (!missing.find()) {
      return fault.getMessage();
    }
    String table = missing.group(1);
    String hint = Nearest.hint(table, views.stream().map(view -> view.schema().name()).toList());
    return Escape.text(output)
        + ": no table "
        + table
        + (hint.isEmpty()
            ? "; is it one that a pipeline file declares? Run that file first"
            : hint);
  }

  static String withoutSlash(String folder) {
    return folder.length() > 1 ? folder.replaceAll("[/\\\\]+$", "") : folder;
  }

  /** Prints the answer; the exit code. */
  static int ask(Terminal terminal, String output, String query, ResultFormat format)
      throws IOException {
    List<Manifest> manifests = OutputOptions.manifests(terminal, output);
    if (manifests.isEmpty()) {
      return ExitCode.FAILED;
    }
    if (OutputOptions.isDamaged(terminal, output, manifests)) {
      return ExitCode.FAILED;
    }
    List<View> views = CommittedViews.of(output, manifests, Tables.all(Decoders.load().tables()));
    try (SqlSession session = SqlSession.open(views);
        QueryResult result = session.query(query)) {
      OutputStreamWriter writer = new OutputStreamWriter(terminal.out(), UTF_8);
      format.print(result, terminal.columns(), writer);
      writer.flush();
      return ExitCode.DONE;
    } catch (SqlFault e) {
      terminal.out().flush();
      // The engine's message is made of lines, with a mark below the fault.
      terminal.err().println("crashtag: " + message(e, output, views));
      return ExitCode.FAILED;
    }
  }
}
