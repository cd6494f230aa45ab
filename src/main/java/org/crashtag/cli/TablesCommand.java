package org.crashtag.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.TableSchema;
import org.crashtag.table.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what the tables hold. */
@Command(
    name = "tables",
    mixinStandardHelpOptions = true,
    description = "Prints each table and column with its meaning.",
    footer = {"", "Example: crashtag tables dumps"})
final class TablesCommand implements Callable<Integer> {
  private static final int INDENT = 6;

  private final Terminal terminal;

  @Option(names = "--markdown", description = "Print Markdown.")
  private boolean markdown;

  @Parameters(paramLabel = "TABLE", arity = "0..*", description = "Only these tables.")
  private List<String> names = List.of();

  TablesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<TableSchema> tables = Tables.all(Decoders.load().tables());
    for (String name : names) {
      if (tables.stream().noneMatch(table -> table.name().equals(name))) {
        List<String> all = tables.stream().map(TableSchema::name).toList();
        throw new UsageException(
            "no table \"" + name + "\"" + org.crashtag.bytes.Nearest.hint(name, all));
      }
    }
    for (TableSchema table : tables) {
      if (names.isEmpty() || names.contains(table.name())) {
        if (markdown) {
          printMarkdown(table);
        } else {
          print(table);
        }
      }
    }
    return ExitCode.DONE;
  }

  private void print(TableSchema table) {
    PrintStream out = terminal.out();
    out.println(terminal.strong(table.name()));
    wrap(out, table.sentence(), 2);
    for (Column column : table.columns()) {
      out.println("  " + column.name() + "  " + type(column));
      wrap(out, column.sentence(), INDENT);
    }
    out.println();
  }

  /** Prints a sentence in lines of 80 places at most. */
  static void wrap(PrintStream out, String sentence, int indent) {
    StringBuilder line = new StringBuilder(" ".repeat(indent));
    for (String word : sentence.split(" ", -1)) {
      if (line.length() + word.length() + 1 > Terminal.DEFAULT_COLUMNS) {
        out.println(line.toString().stripTrailing());
        line.setLength(indent);
      }
      line.append(word).append(' ');
    }
    out.println(line.toString().stripTrailing());
  }

  private void printMarkdown(TableSchema table) {
    PrintStream out = terminal.out();
    out.println("### `" + table.name() + "`");
    out.println(table.sentence());
    out.println();
    out.println("| column | type | |");
    out.println("|---|---|---|");
    for (Column column : table.columns()) {
      String sentence = column.sentence().replace("|", "\\|");
      out.println("| `" + column.name() + "` | " + type(column) + " | " + sentence + " |");
    }
    out.println();
  }

  /** A column's type as engines name it. */
  static String type(Column column) {
    return type(column.type()) + (column.isList() ? "[]" : "");
  }

  private static String type(ColumnType type) {
    return switch (type) {
      case TEXT, GUID, HEX64 -> "text";
      case UNSIGNED64 -> "decimal(20,0)";
      case BYTES -> "blob";
      case BIGINT, DOUBLE, BOOLEAN, TIMESTAMP, DATE -> type.name().toLowerCase(Locale.ROOT);
    };
  }
}
