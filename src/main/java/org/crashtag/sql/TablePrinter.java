package org.crashtag.sql;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.Escape;

/**
 * {@link ResultFormat#TABLE}. The first rows determine the widths of the columns; the rest is
 * printed as it is read, so that memory doesn't grow with the result. If a line can't hold all
 * columns, each row is printed as a block with one line per column.
 */
final class TablePrinter {
  private static final int MEASURED_ROWS = 1_000;

  /** The least width of a column of text. */
  private static final int NARROWEST = 8;

  private static final String GAP = "  ";
  private static final String NULL = "NULL";

  private final QueryResult result;
  private final List<QueryResult.ResultColumn> columns;
  private final int width;
  private final Writer out;

  TablePrinter(QueryResult result, int width, Writer out) {
    this.result = result;
    this.columns = result.columns();
    this.width = width;
    this.out = out;
  }

  void print() throws IOException, SqlFault {
    List<String[]> measured = new ArrayList<>();
    Object[] row = result.next();
    for (; row != null && measured.size() < MEASURED_ROWS; row = result.next()) {
      measured.add(texts(row));
    }
    String[] names =
        columns.stream().map(column -> Escape.text(column.name())).toArray(String[]::new);
    int[] widths = fitted(natural(names, measured));
    boolean fits = names.length == 1 || lineWidth(widths) <= width;
    if (fits) {
      line(names, widths);
      rule(widths);
    }
    long rows = 0;
    for (String[] texts : measured) {
      rows++;
      print(fits, rows, names, texts, widths);
    }
    for (; row != null; row = result.next()) {
      rows++;
      print(fits, rows, names, texts(row), widths);
    }
    out.write(rows == 1 ? "(1 row)\n" : "(" + rows + " rows)\n");
  }

  private void print(boolean fits, long row, String[] names, String[] texts, int[] widths)
      throws IOException {
    if (fits) {
      line(texts, widths);
    } else {
      block(row, names, texts);
    }
  }

  /** A row as a block with one line per column. */
  private void block(long row, String[] names, String[] texts) throws IOException {
    String title = "-- row " + row + " ";
    out.write(title + "-".repeat(Math.max(2, width - title.length())) + "\n");
    int longest = 0;
    for (String name : names) {
      longest = Math.max(longest, TerminalText.width(name));
    }
    for (int i = 0; i < names.length; i++) {
      String padding = " ".repeat(longest - TerminalText.width(names[i]));
      int places = Math.max(NARROWEST, width - longest - GAP.length());
      String text = columns.get(i).isNumber() ? texts[i] : TerminalText.cut(texts[i], places);
      out.write((names[i] + padding + GAP + text).stripTrailing() + "\n");
    }
  }

  private static int lineWidth(int[] widths) {
    int line = GAP.length() * (widths.length - 1);
    for (int places : widths) {
      line += places;
    }
    return line;
  }

  /** Text is cut to the terminal's width at once, so that the kept rows are small. */
  private String[] texts(Object[] row) {
    String[] texts = new String[row.length];
    for (int i = 0; i < row.length; i++) {
      String text = row[i] == null ? NULL : ValueText.FOR_READING.of(row[i]);
      texts[i] = columns.get(i).isNumber() ? text : shown(text);
    }
    return texts;
  }

  private String shown(String text) {
    return TerminalText.cut(Escape.text(text), Math.max(width, NARROWEST));
  }

  private static int[] natural(String[] names, List<String[]> rows) {
    int[] widths = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      widths[i] = TerminalText.width(names[i]);
      for (String[] row : rows) {
        widths[i] = Math.max(widths[i], TerminalText.width(row[i]));
      }
    }
    return widths;
  }

  /** Narrows the widest columns of text, all to the same width, until the line fits. */
  private int[] fitted(int[] natural) {
    int excess = lineWidth(natural) - width;
    int widest = 0;
    for (int places : natural) {
      widest = Math.max(widest, places);
    }
    int[] fitted = natural.clone();
    for (int limit = widest - 1; excess > 0 && limit >= NARROWEST; limit--) {
      for (int i = 0; excess > 0 && i < fitted.length; i++) {
        if (fitted[i] > limit && !columns.get(i).isNumber()) {
          fitted[i] = limit;
          excess--;
        }
      }
    }
    return fitted;
  }

  private void rule(int[] widths) throws IOException {
    String[] rule = new String[widths.length];
    for (int i = 0; i < widths.length; i++) {
      rule[i] = "-".repeat(widths[i]);
    }
    line(rule, widths);
  }

  private void line(String[] texts, int[] widths) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < texts.length; i++) {
      boolean number = columns.get(i).isNumber();
      boolean whole = number || width == ResultFormat.UNLIMITED;
      String text = whole ? texts[i] : TerminalText.cut(texts[i], widths[i]);
      String padding = " ".repeat(Math.max(0, widths[i] - TerminalText.width(text)));
      line.append(i == 0 ? "" : GAP).append(number ? padding + text : text + padding);
    }
    out.write(line.toString().stripTrailing());
    out.write('\n');
  }
}
