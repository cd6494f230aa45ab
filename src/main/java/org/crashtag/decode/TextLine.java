package org.crashtag.decode;

import java.util.ArrayList;
import java.util.List;

/** A line that shows a record, its parts one below the other from line to line. */
public final class TextLine {
  private static final int NAME_WIDTH = 26;

  private final StringBuilder line = new StringBuilder();

  /** A line that begins with {@code text}. */
  public static TextLine of(Object text) {
    return new TextLine().put(text);
  }

  /** A line for each value that isn't null, under its column's name. */
  public static List<String> each(TableSchema table, Object[] values) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        Column column = table.columns().get(i + TableSchema.RECORD_KEY_COLUMNS);
        String text = column.text(values[i]);
        lines.add(of("  " + column.name()).at(NAME_WIDTH, text).toString());
      }
    }
    return lines;
  }

  /** Adds a text; nothing for null. */
  public TextLine put(Object text) {
    if (text != null) {
      line.append(text);
    }
    return this;
  }

  /** Adds a text from this column on, or behind a space where the line is there already. */
  public TextLine at(int column, Object text) {
    if (text != null) {
      line.append(" ".repeat(Math.max(1, column - line.length()))).append(text);
    }
    return this;
  }

  @Override
  public String toString() {
    return line.toString();
  }
}
