package org.crashtag.sql;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.Escape;

/**
 * {@link ResultFormat#TABLE}. The first rows determine the widths of the columns; the rest is
 * printed as it is read, so that memory doesn't grow with the result. If a line is too long, names
 * are broken at underscores, then text is cut. If that isn't enough, or would cut many columns,
 * each row is printed as a block with one line per column.
 */
final class TablePrinter {
  private static final int MEASURED_ROWS = 1_000;

  /** The least width of a column of text. */
  private static final int NARROWEST = 8;

  /** If more columns had to be cut, too little would be left to read. */
  private static final int MOST_CUT_COLUMNS = 2;

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
    int[] whole = withBrokenNames(names, measured);
    int[] widths = fitted(whole);
    boolean fits =
        names.length == 1
            || (lineWidth(widths) <= width && cutColumns(whole, widths) <= MOST_CUT_COLUMNS);
    if (fits) {
      heading(names, widths);
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

  /**
   * The widths of the values and of the names, some of which are broken if the line is too long.
   */
  private int[] withBrokenNames(String[] names, List<String[]> rows) {
    int[] widths = new int[names.length];
    int[] least = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      for (String part : parts(names[i])) {
        least[i] = Math.max(least[i], TerminalText.width(part));
      }
      for (String[] row : rows) {
        least[i] = Math.max(least[i], TerminalText.width(row[i]));
      }
      widths[i] = Math.max(least[i], TerminalText.width(names[i]));
    }
    for (int excess = lineWidth(widths) - width; excess > 0; excess--) {
      int most = 0;
      for (int i = 1; i < widths.length; i++) {
        most = widths[i] - least[i] > widths[most] - least[most] ? i : most;
      }
      widths[most] -= widths[most] > least[most] ? 1 : 0;
    }
    for (int i = 0; i < widths.length; i++) {
      int longest = least[i];
      for (String line : broken(names[i], widths[i])) {
        longest = Math.max(longest, TerminalText.width(line));
      }
      widths[i] = longest;
    }
    return widths;
  }

  /** The parts between which a name can be broken: each ends with underscores. */
  private static String[] parts(String name) {
    return name.split("(?<=_)(?=[^_])");
  }

  private static int cutColumns(int[] whole, int[] widths) {
    int cut = 0;
    for (int i = 0; i < whole.length; i++) {
      cut += widths[i] < whole[i] ? 1 : 0;
    }
    return cut;
  }

  /** The names, in as many lines as the one with most lines takes. */
  private void heading(String[] names, int[] widths) throws IOException {
    List<List<String>> broken = new ArrayList<>();
    int most = 1;
    for (int i = 0; i < names.length; i++) {
      broken.add(width == ResultFormat.UNLIMITED ? List.of(names[i]) : broken(names[i], widths[i]));
      most = Math.max(most, broken.get(i).size());
    }
    for (int row = 0; row < most; row++) {
      String[] line = new String[names.length];
      for (int i = 0; i < names.length; i++) {
        int part = row - (most - broken.get(i).size());
        line[i] = part < 0 ? "" : broken.get(i).get(part);
      }
      line(line, widths);
    }
  }

  private static List<String> broken(String name, int places) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String part : parts(name)) {
      if (!line.isEmpty() && TerminalText.width(line + part) > places) {
        lines.add(line);
        line = "";
      }
      line += part;
    }
    lines.add(line);
    return lines;
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
