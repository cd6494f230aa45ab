package org.crashtag.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.crashtag.bytes.Nearest;
import org.crashtag.sql.Attachment;
import org.crashtag.sql.Question;
import org.crashtag.sql.ResultFormat;
import org.crashtag.storage.Location;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Queries the tables. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    description = {
      "Queries the tables of an output folder in DuckDB's SQL. Each table is a view over all"
          + " committed runs. Several statements run one after another. \"crashtag"
          + " tables\" prints the columns. Without a query, a terminal shows a prompt."
    },
    footer = {
      "",
      "Example: crashtag sql \"select driver, count(*) from kmdf_drivers group by 1\"",
      "         crashtag sql --param driver=acmenet.sys our-driver-elsewhere",
      "",
      "A comment in a file declares a parameter, which the query uses as $driver:",
      "         -- param driver: File name of the driver. Default: acmenet.sys",
    })
final class SqlCommand implements Callable<Integer> {
  /** How results are printed. */
  enum Format {
    table,
    csv,
    json,
    markdown
  }

  /** A statement has more than one word. */
  private static final Pattern BARE_WORD = Pattern.compile("[\\w-]+");

  private static final String STANDARD_INPUT = "-";

  private static final int INDENT = 4;

  private final Terminal terminal;

  @Mixin private OutputOptions output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description =
          "Output format: table, csv, json (one object per row) or markdown. Default: table.")
  private Format format;

  @Option(
      names = "--param",
      paramLabel = "NAME=VALUE",
      description = "Value of a parameter of the question. Can be repeated.")
  private Map<String, String> values = new LinkedHashMap<>();

  @Option(
      names = "--attach",
      paramLabel = "FILE",
      description =
          "A .csv or .parquet file to query as a table with the file's name. Can be repeated.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--fail-if-rows",
      description = "Exit with code 4 if the result has rows, for alerts.")
  private boolean failIfRows;

  @Option(names = "--verbose", description = "Print a stack trace with an error.")
  private boolean verbose;

  @Option(names = "--list", description = "List the questions that come with the program.")
  private boolean list;

  @Parameters(
      paramLabel = "QUERY|FILE.sql|NAME|-",
      arity = "0..1",
      description =
          "A query, a file that contains one, the name of a question that --list prints, or - for"
              + " standard input.")
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
    ResultFormat resultFormat = ResultFormat.valueOf(format.name().toUpperCase(Locale.ROOT));
    if (query == null) {
      return prompt(resultFormat);
    }
    List<String> statements = statements(question());
    SqlAnswer answer = new SqlAnswer(output.folder(), resultFormat, attachments());
    long rows = answer.print(terminal, statements);
    if (rows == SqlAnswer.FAULT) {
      return ExitCode.FAILED;
    }
    return failIfRows && rows > 0 ? ExitCode.ROWS_FOUND : ExitCode.DONE;
  }

  private int prompt(ResultFormat resultFormat) throws IOException {
    if (!terminal.interactive() || failIfRows || !values.isEmpty()) {
      throw noQuery();
    }
    SqlAnswer answer = new SqlAnswer(output.folder(), resultFormat, attachments());
    try (org.jline.terminal.Terminal typing = SqlPrompt.terminal().orElseThrow(() -> noQuery())) {
      long rows =
          answer.open(
              terminal,
              (session, views) -> {
                new SqlPrompt(typing, answer, session, views).run();
                return 0;
              });
      return rows == SqlAnswer.FAULT ? ExitCode.FAILED : ExitCode.DONE;
    }
  }

  private static UsageException noQuery() {
    return new UsageException(
        "expected a query, a file or the name of a question; --list prints the names");
  }

  private int printList() throws IOException {
    for (String name : Questions.names()) {
      Question question = Questions.of(name);
      terminal.out().println(name);
      TablesCommand.wrap(terminal.out(), question.sentence(), INDENT);
      for (Question.Parameter parameter : question.parameters()) {
        String line = "--param " + parameter.name() + "=" + parameter.standard() + "  ";
        TablesCommand.wrap(terminal.out(), line + parameter.description(), INDENT);
      }
    }
    return ExitCode.DONE;
  }

  private Question question() throws IOException {
    if (query.equals(STANDARD_INPUT)) {
      return Question.of(UserText.of("standard input", System.in.readAllBytes()));
    }
    if (query.toLowerCase(Locale.ROOT).endsWith(".sql")) {
      return Question.of(UserText.read(new Location(query)));
    }
    if (!BARE_WORD.matcher(query).matches()) {
      return Question.of(query);
    }
    List<String> names = Questions.names();
    if (!names.contains(query)) {
      throw new UsageException("unknown question: " + query + Nearest.hint(query, names));
    }
    return Questions.of(query);
  }

  private List<String> statements(Question question) {
    try {
      return question.statements(values);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private List<Attachment> attachments() throws IOException {
    List<Attachment> attachments = new ArrayList<>();
    for (Path file : files) {
      attachments.add(
          Attachment.of(file.toString())
              .orElseThrow(
                  () ->
                      new UsageException(
                          "--attach " + file + ": expected a file that ends in .csv or .parquet")));
      if (!Files.isRegularFile(file)) {
        throw new java.nio.file.NoSuchFileException(file.toString());
      }
    }
    return attachments;
  }

  static String withoutSlash(String folder) {
    // Those of "s3://" and "C:\\" are no ends of names.
    return folder.length() > 1 ? folder.replaceAll("(?<![:/\\\\])[/\\\\]+$", "") : folder;
  }
}
