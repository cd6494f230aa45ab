package org.crashtag.sql;

import java.io.IOException;
import java.io.Writer;
import java.util.stream.Collectors;
import org.crashtag.bytes.Escape;

/** {@link ResultFormat#MARKDOWN}. */
final class MarkdownPrinter {
  private final QueryResult result;
  private final Writer out;

  MarkdownPrinter(QueryResult result, Writer out) {
    this.result = result;
    this.out = out;
  }

  void print() throws IOException, SqlFault {
    line(result.columns().stream().map(QueryResult.ResultColumn::name).toArray());
    out.write(
        result.columns().stream()
            .map(column -> column.isNumber() ? "---:" : "---")
            .collect(Collectors.joining(" | ", "| ", " |\n")));
    for (Object[] row = result.next(); row != null; row = result.next()) {
      line(row);
    }
  }

  private void line(Object[] values) throws IOException {
    out.write('|');
    for (Object value : values) {
      out.write(value == null ? " " : " " + cell(ValueText.FOR_READING.of(value)) + " ");
      out.write('|');
    }
    out.write('\n');
  }

  /** A value can end neither its cell nor its line, nor be taken for markup. */
  private static String cell(String text) {
    StringBuilder cell = new StringBuilder();
    String shown = Escape.text(text);
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      switch (c) {
        case '<' -> cell.append("&lt;");
        case '&' -> cell.append("&amp;");
        case '|', '\\', '*', '`', '[', ']', '~' -> cell.append('\\').append(c);
        default -> cell.append(c);
      }
    }
    return cell.toString();
  }
}
