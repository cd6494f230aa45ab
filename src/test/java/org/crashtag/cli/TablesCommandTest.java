package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.crashtag.decode.Column;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.TableSchema;
import org.crashtag.table.Tables;
import org.junit.jupiter.api.Test;

class TablesCommandTest {
  private static final List<TableSchema> TABLES = Tables.all(Decoders.load().tables());

  private static String words(String text) {
    return text.replaceAll("\\s+", " ");
  }

  @Test
  void everyTableAndColumnHasItsSentence() {
    CommandRun run = CommandRun.of("tables");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    String text = words(run.out());
    for (TableSchema table : TABLES) {
      assertThat(table.sentence()).endsWith(".");
      assertThat(text).contains(table.name() + " " + words(table.sentence()));
      for (Column column : table.columns()) {
        assertThat(column.sentence()).as(column.name()).isNotBlank().endsWith(".");
        assertThat(text).contains(" " + column.name() + " ").contains(words(column.sentence()));
      }
    }
  }

  @Test
  void linesFitATerminal() {
    assertThat(CommandRun.of("tables").outLines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void onlyNamedTablesArePrinted() {
    CommandRun run = CommandRun.of("tables", "rejects");
    assertThat(run.out()).startsWith("rejects\n").doesNotContain("kmdf_version");
  }

  @Test
  void unknownTableIsAnsweredWithTheNearest() {
    CommandRun run = CommandRun.of("tables", "dupms");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("no table \"dupms\"; did you mean \"dumps\"?");
  }

  @Test
  void markdownHasARowForEachColumn() {
    long rows =
        CommandRun.of("tables", "--markdown").outLines().stream()
            .filter(line -> line.startsWith("| `"))
            .count();
    assertThat(rows).isEqualTo(TABLES.stream().mapToLong(table -> table.columns().size()).sum());
  }
}
