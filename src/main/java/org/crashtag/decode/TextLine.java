package org.crashtag.decode;

import java.util.ArrayList;
import java.util.List;

/** A line that shows a record, with its parts aligned in columns. */
public final class TextLine {
  private static final int NAME_WIDTH = 28;

  /** Maximum length of a line. */
  public static final int WIDTH = 80;

  private final StringBuilder line = new StringBuilder();

  /** A line that starts with {@code text}. */
  public static TextLine of(Object text) {
    return new TextLine().put(text);
  }

  /** One line for all values that aren't null, each after the name of its column. */
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

  /**
   * One or more lines for each value that isn't null, after the name of its column; at least one
   * line.
   */
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

  /** A name with its value after or below it. */
  public static List<String> named(String name, String value) {
    List<String> lines = fold(value, NAME_WIDTH);
    lines.set(
        0,
        of(name).at(NAME_WIDTH, value.substring(0, lines.get(0).length() - NAME_WIDTH)).toString());
    return lines;
  }

  /** Wraps a text to the width of a terminal, at spaces if possible. */
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

  /** A number and what it counts: {@code 1 record}, {@code 2 records}. */
  public static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** Appends a text; nothing for null. */
  public TextLine put(Object text) {
    if (text != null) {
      line.append(text);
    }
    return this;
  }

  /** Appends a text at this column, or after a space if the line is already longer. */
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
