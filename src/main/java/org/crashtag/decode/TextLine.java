package org.crashtag.decode;

import java.util.ArrayList;
import java.util.List;

/** A line that shows a record, its parts one below the other from line to line. */
public final class TextLine {
  private static final int NAME_WIDTH = 28;
  private static final int WIDTH = 80;

  private final StringBuilder line = new StringBuilder();

  /** A line that begins with {@code text}. */
  public static TextLine of(Object text) {
    return new TextLine().put(text);
  }

  /** One line of each value that isn't null, after its column's name. */
  public static String values(Row row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      if (row.value(i) != null) {
        line.append(line.isEmpty() ? "" : "  ").append(row.column(i).name()).append('=');
        line.append(row.column(i).text(row.value(i)));
      }
    }
    return line.toString();
  }

  /** A line, or a few, for each value that isn't null, after its column's name; at least one line. */
  public static List<String> each(Row row) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      if (row.value(i) != null) {
        Column column = row.column(i);
        lines.addAll(named("  " + column.name(), column.text(row.value(i))));
      }
    }
    if (lines.isEmpty()) {
      lines.add("  nothing is known");
    }
    return lines;
  }

  /** A name and, behind it or below, its value. */
  public static List<String> named(String name, String value) {
    List<String> lines = fold(value, NAME_WIDTH);
    lines.set(
        0,
        of(name).at(NAME_WIDTH, value.substring(0, lines.get(0).length() - NAME_WIDTH)).toString());
    return lines;
  }

  /** A text in lines that a terminal holds, broken at spaces where it has some. */
  public static List<String> fold(String text, int indent) {
    List<String> lines = new ArrayList<>();
    int room = WIDTH - indent;
    int from = 0;
    while (text.length() - from > room) {
      int space = text.lastIndexOf(' ', from + room);
      int to = space > from ? space : from + room;
      lines.add(" ".repeat(indent) + text.substring(from, to));
      from = space > from ? to + 1 : to;
    }
    lines.add(" ".repeat(indent) + text.substring(from));
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
