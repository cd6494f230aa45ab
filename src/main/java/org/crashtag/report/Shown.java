package org.crashtag.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.crashtag.bytes.Escape;

/** Values as people read them. */
final class Shown {
  /** Stands for NULL. */
  static final String NONE = "–";

  private static final int MOST_DECIMALS = 2;
  private static final int MOST_CHARACTERS = 72;
  private static final int LAST_CHARACTERS = 16;
  private static final int MOST_CHARACTERS_OF_ALL = 600;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private Shown() {}

  /** A number with commas between thousands. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /**
   * Any value on one line. Characters that can't be seen, or that change the direction of what
   * follows, are spelled out.
   */
  static String text(Object value) {
    if (value == null) {
      return NONE;
    }
    if (isDecimal(value)) {
      return decimal(value, decimals(value));
    }
    if (value instanceof Boolean is) {
      return is ? "yes" : "no";
    }
    if (value instanceof OffsetDateTime time) {
      return TIME.format(time);
    }
    String text = Escape.text(value.toString());
    return text.length() <= MOST_CHARACTERS_OF_ALL
        ? text
        : text.substring(0, MOST_CHARACTERS_OF_ALL) + "…";
  }

  /** Whether a value is a number that need not be whole. */
  static boolean isDecimal(Object value) {
    return value instanceof Double || value instanceof Float || value instanceof BigDecimal;
  }

  /** How many decimals a number needs: 0, 1 or {@value #MOST_DECIMALS}. */
  static int decimals(Object value) {
    return Math.max(0, rounded(value).stripTrailingZeros().scale());
  }

  /** A number with so many decimals. */
  static String decimal(Object value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", rounded(value));
  }

  private static BigDecimal rounded(Object value) {
    return new BigDecimal(value.toString()).setScale(MOST_DECIMALS, RoundingMode.HALF_UP);
  }

  /** A long text without its middle. */
  static String shortened(String text) {
    return text.length() <= MOST_CHARACTERS
        ? text
        : text.substring(0, MOST_CHARACTERS - LAST_CHARACTERS)
            + "…"
            + text.substring(text.length() - LAST_CHARACTERS);
  }

  /** {@code 1 crash}, {@code 2 crashes}. */
  static String counted(long number, String one, String many) {
    return count(number) + " " + (number == 1 ? one : many);
  }
}
