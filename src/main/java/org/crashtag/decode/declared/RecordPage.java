package org.crashtag.decode.declared;

import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.Escape;
import org.crashtag.decode.Column;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TextLine;

/**
 * Formats records for people: as a table or, if a line is too short for it, with one member per
 * line. A column that is NULL in all records is omitted.
 */
final class RecordPage {
  private static final String BETWEEN = "  ";

  private RecordPage() {}

  /**
   * Formats the records.
   *
   * @param columns maximum length of a line
   */
  static List<String> lines(List<Row> rows, int columns) {
    List<Cells> table = new ArrayList<>();
    int width = -BETWEEN.length();
    for (Column column : shown(rows)) {
      Cells cells = cells(column, rows);
      table.add(cells);
      width += BETWEEN.length() + cells.width();
      if (width > columns) {
        return members(rows);
      }
    }
    return aligned(table, rows.size());
  }

  private static List<Column> shown(List<Row> rows) {
    List<Column> columns = rows.get(0).table().columns();
    return columns.subList(TableSchema.RECORD_KEY_COLUMNS, columns.size()).stream()
        .filter(column -> rows.stream().anyMatch(row -> !row.isNull(column.name())))
        .toList();
  }

  /**
   * The texts of one column, starting with its name.
   *
   * @param isRight whether they are numbers, which are right-aligned
   */
  private record Cells(boolean isRight, List<String> texts, int width) {
    String padded(int line) {
      String text = texts.get(line);
      String blank = " ".repeat(width - length(text));
      return isRight ? blank + text : text + blank;
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static Cells cells(Column column, List<Row> rows) {
    List<String> texts = new ArrayList<>(List.of(column.name()));
    for (Row row : rows) {
      Object value = row.get(column.name());
      texts.add(value == null ? "" : Escape.text(column.text(value)));
    }
    boolean isRight =
        !column.isList()
            && switch (column.type()) {
              case BIGINT, UNSIGNED64, DOUBLE -> true;
              case TEXT, BOOLEAN, TIMESTAMP, DATE, GUID, HEX64, BYTES -> false;
            };
    return new Cells(
        isRight, texts, texts.stream().mapToInt(RecordPage::length).max().orElseThrow());
  }

  private static List<String> aligned(List<Cells> table, int rows) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i <= rows; i++) {
      int line = i;
      lines.add(
          String.join(BETWEEN, table.stream().map(cells -> cells.padded(line)).toList())
              .stripTrailing());
    }
    return lines;
  }

  private static List<String> members(List<Row> rows) {
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.addAll(TextLine.each(row));
    }
    return lines;
  }
}
