package org.crashtag.decode;

import java.util.HexFormat;

/** Writes JSON, a value after the other; whoever calls puts the commas and brackets. */
public final class JsonText {
  private final StringBuilder out = new StringBuilder(256);

  /** Starts anew. */
  public JsonText clear() {
    out.setLength(0);
    return this;
  }

  public int length() {
    return out.length();
  }

  /** What was written after {@code length} characters. */
  public String from(int length) {
    return out.substring(length);
  }

  /** Takes away what was written behind {@code length} characters. */
  public String takeFrom(int length) {
    String taken = out.substring(length);
    out.setLength(length);
    return taken;
  }

  /** Text that is JSON already. */
  public JsonText raw(String json) {
    out.append(json);
    return this;
  }

  public JsonText raw(char json) {
    out.append(json);
    return this;
  }

  public JsonText number(long value) {
    out.append(value);
    return this;
  }

  /** A number, or its name as a string where JSON has none for it. */
  public JsonText number(double value) {
    if (Double.isFinite(value)) {
      out.append(value);
    } else {
      string(Double.toString(value));
    }
    return this;
  }

  /** The shortest number that reads back as this one, or a string. */
  public JsonText number(float value) {
    if (Float.isFinite(value)) {
      out.append(value);
    } else {
      string(Float.toString(value));
    }
    return this;
  }

  public JsonText bool(boolean value) {
    out.append(value);
    return this;
  }

  /** A string, or null. */
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
          // Half a pair: there is no way to write it that every reader takes.
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
