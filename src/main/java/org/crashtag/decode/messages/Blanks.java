package org.crashtag.decode.messages;

/** Blanks, tabs and line ends. */
final class Blanks {
  private Blanks() {}

  static boolean is(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  /** Removes blanks at both ends. */
  static String strip(CharSequence text) {
    int from = 0;
    int to = text.length();
    while (from < to && is(text.charAt(from))) {
      from++;
    }
    while (to > from && is(text.charAt(to - 1))) {
      to--;
    }
    return text.subSequence(from, to).toString();
  }
}
