package org.crashtag.decode;

import java.util.HexFormat;

/** Writes JSON one value at a time; the caller adds commas and brackets. */
public final class JsonText {
  private final StringBuilder out = new StringBuilder(256);

  /** Clears the text. */
  public JsonText clear() {
    out.setLength(0);
    return this;
  }

  /** The number of characters so far. */
  public int length() {
    return out.length();
  }

  /** The text after the first {@code length} characters. */
  public String from(int length) {
    return out.substring(length);
  }

  /** Truncates the text to {@code length} characters. */
  public String takeFrom(int length) {
    String taken = out.substring(length);
    out.setLength(length);
    return taken;
  }

  /** Appends text that is already JSON. */
  public JsonText raw(String json) {
    out.append(json);
    return this;
  }

  /** Appends a character that is already JSON. */
  public JsonText raw(char json) {
    out.append(json);
    return this;
  }

  /** Appends an integer. */
  public JsonText number(long value) {
    out.append(value);
    return this;
  }

  /** Appends a number, or its name as a string if JSON cannot represent it. */
  public JsonText number(double value) {
    if (Double.isFinite(value)) {
      out.append(value);
    } else {
      string(Double.toString(value));
    }
    return this;
  }

  /** Appends the shortest number that parses to this one, or a string. */
  public JsonText number(float value) {
    if (Float.isFinite(value)) {
      out.append(value);
    } else {
      string(Float.toString(value));
    }
    return this;
  }

  /** Appends {@code true} or {@code false}. */
  public JsonText bool(boolean value) {
    out.append(value);
    return this;
  }

  /** Appends a string, or null. */
  public JsonText string(String value) {
    if (value == null) {
      return raw("null");
    }
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c)) {
        out.append(c);
      } else if (isPair(value, i)) {
        out.append(c).append(value.charAt(++i));
      } else {
        escape(c);
      }
    }
    out.append('"');
    return this;
  }

  private static boolean isPair(String value, int i) {
    return Character.isHighSurrogate(value.charAt(i))
        && i + 1 < value.length()
        && Character.isLowSurrogate(value.charAt(i + 1));
  }

  private void escape(char c) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append(c);
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (Character.isSurrogate(c)) {
          // An unpaired surrogate: no representation is accepted by every reader.
          out.append('\uFFFD');
        } else {
          out.append("\\u").append(HexFormat.of().toHexDigits(c));
        }
      }
    }
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
