package org.crashtag.sql;

/** Text for a terminal. */
final class TerminalText {
  static final String ELLIPSIS = "…";

  /** First and last code points of the ranges whose characters take two columns. */
  private static final int[][] WIDE = {
    {0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0xA4CF}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD},
  };

  private TerminalText() {}

  /** The number of columns that the escaped {@code text} takes. */
  static int width(String text) {
    return text.codePoints().map(TerminalText::width).sum();
  }

  private static int width(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    for (int[] range : WIDE) {
      if (point >= range[0] && point <= range[1]) {
        return 2;
      }
    }
    return 1;
  }

  /** {@code text}, or its start and an ellipsis if it takes more than {@code places} columns. */
  static String cut(String text, int places) {
    if (width(text) <= places) {
      return text;
    }
    StringBuilder cut = new StringBuilder();
    int taken = 1;
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      int point = text.codePointAt(i);
      taken += width(point);
      if (taken > places) {
        break;
      }
      cut.appendCodePoint(point);
    }
    return cut + ELLIPSIS;
  }
}
