package org.crashtag.decode.messages;

import java.util.Locale;
import java.util.Optional;

/**
 * How a format displays an argument: {@code printf}'s flags, width, precision and conversion. The
 * length modifier is ignored: the item determines the width of a number.
 *
 * <pre>
 * [-+ #0]* [width] [.precision] [I64 | I32 | I | ll | l | hh | h | w | z | t | j | L] conversion
 * </pre>
 *
 * <p>Source: Microsoft's documentation of {@code printf}.
 *
 * @param width minimum number of characters
 * @param precision minimum number of digits or maximum number of characters; -1 if not specified
 * @param conversion the letter
 */
record FormatSpec(
    boolean left,
    boolean plus,
    boolean blank,
    boolean alternative,
    boolean zeros,
    int width,
    int precision,
    char conversion) {
  /** The specification of an argument without one: {@code s}. */
  static final FormatSpec TEXT = new FormatSpec(false, false, false, false, false, 0, -1, 's');

  /** Maximum width; a hostile format can specify two billion. */
  private static final int MOST_WIDTH_DIGITS = 4;

  /** Longer ones first. */
  private static final String[] LENGTHS = {
    "I64", "I32", "I", "ll", "l", "hh", "h", "w", "z", "t", "j", "L"
  };

  private static final String UPPER_DIGITS = "0123456789ABCDEF";

  private static final String CONVERSIONS = "diuxXopcCsSeEfFgG";

  /** Parses a specification; empty if it is invalid, or exceeds the maximum width. */
  static Optional<FormatSpec> parse(String text) {
    int at = 0;
    while (at < text.length() && "-+ #0".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String flags = text.substring(0, at);
    int widthEnd = digits(text, at);
    String width = text.substring(at, widthEnd);
    at = widthEnd;
    String precision = null;
    if (at < text.length() && text.charAt(at) == '.') {
      int end = digits(text, at + 1);
      precision = text.substring(at + 1, end);
      at = end;
    }
    at += lengthAt(text, at);
    if (at != text.length() - 1
        || CONVERSIONS.indexOf(text.charAt(at)) < 0
        || width.length() > MOST_WIDTH_DIGITS
        || (precision != null && precision.length() > MOST_WIDTH_DIGITS)) {
      return Optional.empty();
    }
    return Optional.of(
        new FormatSpec(
            flags.indexOf('-') >= 0,
            flags.indexOf('+') >= 0,
            flags.indexOf(' ') >= 0,
            flags.indexOf('#') >= 0,
            flags.indexOf('0') >= 0,
            number(width, 0),
            precision == null ? -1 : number(precision, 0),
            text.charAt(at)));
  }

  private static int digits(String text, int from) {
    int to = from;
    while (to < text.length() && text.charAt(to) >= '0' && text.charAt(to) <= '9') {
      to++;
    }
    return to;
  }

  private static int number(String digits, int normal) {
    return digits.isEmpty() || digits.length() > MOST_WIDTH_DIGITS
        ? normal
        : Integer.parseInt(digits);
  }

  private static int lengthAt(String text, int at) {
    for (String length : LENGTHS) {
      if (text.startsWith(length, at)) {
        return length.length();
      }
    }
    return 0;
  }

  /** Whether the conversion suits an item. */
  boolean suits(ItemType type) {
    return switch (conversion) {
      case 's', 'S' -> true;
      case 'd', 'i', 'u', 'x', 'X', 'o', 'p' ->
          type.form() == ItemType.Form.INTEGER || type.form() == ItemType.Form.NAMED;
      case 'c', 'C' ->
          type.form() == ItemType.Form.INTEGER && (type.bytes() == 1 || type.bytes() == 2);
      default -> type.form() == ItemType.Form.REAL;
    };
  }

  boolean isText() {
    return conversion == 's' || conversion == 'S';
  }

  /** The text truncated to the precision, without splitting a surrogate pair. */
  String cut(String text) {
    if (precision < 0 || precision >= text.length()) {
      return text;
    }
    boolean halves =
        precision > 0
            && Character.isHighSurrogate(text.charAt(precision - 1))
            && Character.isLowSurrogate(text.charAt(precision));
    return text.substring(0, halves ? precision - 1 : precision);
  }

  void addPadded(StringBuilder out, String text) {
    int blanks = width - text.length();
    if (!left) {
      repeat(out, ' ', blanks);
    }
    out.append(text);
    if (left) {
      repeat(out, ' ', blanks);
    }
  }

  private static void repeat(StringBuilder out, char c, int times) {
    for (int i = 0; i < times; i++) {
      out.append(c);
    }
  }

  /**
   * Appends a number.
   *
   * @param value its bits, those above its width zero
   * @param bytes its width
   * @param pointerBytes of the writer's pointers
   */
  void addNumber(StringBuilder out, long value, int bytes, int pointerBytes) {
    switch (conversion) {
      case 'd', 'i' -> addSigned(out, signed(value, bytes));
      case 'u' -> addDigits(out, "", decimal(value));
      case 'x' -> addDigits(out, prefix("0x", value), Long.toHexString(value));
      case 'X' ->
          addDigits(out, prefix("0X", value), Long.toHexString(value).toUpperCase(Locale.ROOT));
      case 'o' -> addOctal(out, Long.toOctalString(value));
      case 'p' -> addPointer(out, value, pointerBytes);
      case 'c', 'C' -> addPadded(out, value == 0 ? "" : String.valueOf((char) value));
      default -> throw new IllegalStateException("a number as " + conversion);
    }
  }

  /** The number in this many bytes. */
  static long signed(long value, int bytes) {
    int above = 64 - 8 * bytes;
    return value << above >> above;
  }

  private static String decimal(long value) {
    return value >= 0 ? Long.toString(value) : Long.toUnsignedString(value);
  }

  private String prefix(String prefix, long value) {
    return alternative && value != 0 ? prefix : "";
  }

  private void addSigned(StringBuilder out, long value) {
    String sign = value < 0 ? "-" : plus ? "+" : blank ? " " : "";
    // The digits of the lowest number are those of its bits.
    addDigits(out, sign, decimal(value < 0 ? -value : value));
  }

  private void addOctal(StringBuilder out, String digits) {
    boolean hasZero = digits.length() < precision || digits.startsWith("0");
    addDigits(out, alternative && !hasZero ? "0" : "", digits);
  }

  /**
   * Appends digits one by one, because most messages have numbers and intermediate texts would be
   * slow.
   */
  private void addPointer(StringBuilder out, long value, int bytes) {
    int blanks = width - 2 * bytes;
    if (!left) {
      repeat(out, ' ', blanks);
    }
    for (int shift = 8 * bytes - 4; shift >= 0; shift -= 4) {
      out.append(UPPER_DIGITS.charAt((int) (value >>> shift) & 0xF));
    }
    if (left) {
      repeat(out, ' ', blanks);
    }
  }

  private void addDigits(StringBuilder out, String prefix, String allDigits) {
    String digits = precision == 0 && allDigits.equals("0") ? "" : allDigits;
    int length = prefix.length() + Math.max(digits.length(), precision);
    boolean fill = zeros && !left && precision < 0;
    if (!left && !fill) {
      repeat(out, ' ', width - length);
    }
    out.append(prefix);
    repeat(out, '0', fill ? width - length : precision - digits.length());
    out.append(digits);
    if (left) {
      repeat(out, ' ', width - length);
    }
  }
}
