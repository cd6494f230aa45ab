package org.crashtag.bytes;

import java.util.HexFormat;

/** Makes text from a dump, an archive or a path safe to print. */
public final class Escape {
  private Escape() {}

  /**
   * Spells out control characters, invisible and direction-changing characters and unpaired
   * surrogates, so that no name can move the cursor, forge a line or hide.
   */
  public static String text(String text) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int size = Character.charCount(c);
      if (isPlain(c)) {
        if (escaped != null) {
          escaped.appendCodePoint(c);
        }
      } else {
        if (escaped == null) {
          escaped = new StringBuilder(text.substring(0, i));
        }
        spell(escaped, c);
      }
      i += size;
    }
    return escaped == null ? text : escaped.toString();
  }

  private static boolean isPlain(int c) {
    if (c >= 0x20 && c < 0x7F) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** A byte of a file name that is not valid text, represented by an unpaired surrogate. */
  private static boolean isByte(int c) {
    return c >= 0xDC80 && c <= 0xDCFF;
  }

  private static void spell(StringBuilder escaped, int c) {
    switch (c) {
      case '\n' -> escaped.append("\\n");
      case '\r' -> escaped.append("\\r");
      case '\t' -> escaped.append("\\t");
      default -> {
        if (c < 0x100 || isByte(c)) {
          escaped.append("\\x").append(HexFormat.of().toHexDigits((byte) c));
        } else {
          escaped.append("\\u{").append(Integer.toHexString(c)).append('}');
        }
      }
    }
  }
}
