package org.crashtag.decode.manifest;

import java.util.ArrayList;
import java.util.List;

/**
 * The message of an event, split into text and placeholders for fields.
 *
 * <pre>
 * %N  %N!spec!               field N, from 1; unchanged if the event has no such field
 * %0                         ends the text
 * %% %n %t %r %b %. %! %blank
 * </pre>
 *
 * <p>Source: Microsoft's documentation "Message strings" of the EventManifest schema, and of {@code
 * FormatMessage}.
 *
 * @param parts in order
 */
record EventMessage(List<Part> parts) {
  private static final int MOST_DIGITS = 2;

  /**
   * Literal text or a placeholder for a field.
   *
   * @param field number of the field, from 1; 0 for literal text
   * @param text literal text; also used if the event lacks the field
   */
  record Part(int field, String text) {}

  static EventMessage parse(String message) {
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < message.length()) {
      char next = at + 1 < message.length() ? message.charAt(at + 1) : 0;
      if (message.charAt(at) != '%' || next == 0) {
        literal.append(message.charAt(at++));
      } else if (next == '0') {
        break;
      } else if (next >= '1' && next <= '9') {
        int end = end(message, at + 1);
        int digits = digitsEnd(message, at + 1);
        parts.add(new Part(0, literal.toString()));
        literal.setLength(0);
        parts.add(
            new Part(
                Integer.parseInt(message.substring(at + 1, digits)), message.substring(at, end)));
        at = end;
      } else {
        literal.append(escaped(next));
        at += 2;
      }
    }
    parts.add(new Part(0, literal.toString()));
    return new EventMessage(List.copyOf(parts));
  }

  private static int digitsEnd(String message, int from) {
    int to = from;
    while (to < message.length()
        && to < from + MOST_DIGITS
        && message.charAt(to) >= '0'
        && message.charAt(to) <= '9') {
      to++;
    }
    return to;
  }

  /** End of a placeholder, including its format specification if there is one. */
  private static int end(String message, int from) {
    int digits = digitsEnd(message, from);
    if (digits < message.length() && message.charAt(digits) == '!') {
      int close = message.indexOf('!', digits + 1);
      return close < 0 ? digits : close + 1;
    }
    return digits;
  }

  private static String escaped(char next) {
    return switch (next) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case 'b', ' ' -> " ";
      case '%', '.', '!' -> String.valueOf(next);
      default -> "%" + next;
    };
  }
}
