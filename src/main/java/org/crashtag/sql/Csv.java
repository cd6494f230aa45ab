package org.crashtag.sql;

import java.util.List;
import java.util.stream.Collectors;

/** Comma-separated values as RFC 4180 has them. */
public final class Csv {
  private static final String LINE_END = "\r\n";

  private Csv() {}

  /** A line with its end. What is null is empty; text that is empty is a pair of quotes. */
  public static String line(List<String> values) {
    return values.stream().map(Csv::field).collect(Collectors.joining(",", "", LINE_END));
  }

  private static String field(String text) {
    if (text == null) {
      return "";
    }
    boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
