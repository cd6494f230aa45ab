package org.crashtag.layout.header;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crashtag.layout.UnknownTypeException;

/** Evaluates numbers, characters and strings. */
final class Literals {
  private static final Pattern NUMBER =
      Pattern.compile(
          "(0[xX](?<hex>[0-9a-fA-F]+)|0[bB](?<binary>[01]+)|(?<octal>0[0-7]*)|(?<decimal>[1-9][0-9]*))"
              + "(?<suffix>[uU]?(l|L|ll|LL|i8|i16|i32|i64)?|(l|L|ll|LL)[uU])");

  private static final int MOST_DIGITS = 70;

  private Literals() {}

  static Constant number(Token token) throws UnknownTypeException {
    Matcher number = NUMBER.matcher(token.text());
    if (token.text().length() > MOST_DIGITS || !number.matches()) {
      throw token.location().fault(token.shown() + " is not an integer");
    }
    boolean isDecimal = number.group("decimal") != null;
    BigInteger value = value(number);
    String suffix = number.group("suffix").toLowerCase(java.util.Locale.ROOT);
    boolean isUnsigned = suffix.contains("u");
    boolean isLong = suffix.contains("ll") || suffix.contains("i64");
    int length = value.bitLength();
    if (length > 64) {
      throw token.location().fault(token.shown() + " has more than 64 bits");
    }
    if (!isLong && length <= 31) {
      return Constant.of(value.longValue(), 32, isUnsigned);
    }
    if (!isLong && length == 32 && (isUnsigned || !isDecimal)) {
      return Constant.of(value.longValue(), 32, true);
    }
    // In Microsoft's compiler, a decimal number without a suffix becomes unsigned long before it
    // becomes 64 bits wide.
    if (!isLong && length == 32) {
      return Constant.of(value.longValue(), 32, true);
    }
    return Constant.of(value.longValue(), 64, isUnsigned || length == 64);
  }

  private static BigInteger value(Matcher number) {
    if (number.group("hex") != null) {
      return new BigInteger(number.group("hex"), 16);
    }
    if (number.group("binary") != null) {
      return new BigInteger(number.group("binary"), 2);
    }
    return number.group("octal") != null
        ? new BigInteger(number.group("octal"), 8)
        : new BigInteger(number.group("decimal"));
  }

  /**
   * The value of one character or, as in pool tags, of up to four, the first in the most
   * significant byte.
   */
  static Constant character(Token token) throws UnknownTypeException {
    boolean isWide = token.text().charAt(0) != '\'';
    int[] units = units(token);
    if (units.length == 0 || units.length > (isWide ? 1 : 4)) {
      throw token.location().fault(token.shown() + " is not a character");
    }
    if (units.length == 1) {
      return Constant.ofInt(isWide ? units[0] : (byte) units[0]);
    }
    long value = 0;
    for (int unit : units) {
      value = value << 8 | (unit & 0xFF);
    }
    return Constant.ofInt(value);
  }

  /** Size of a string in bytes, including its NUL. */
  static long stringBytes(Token token) throws UnknownTypeException {
    boolean isWide = token.text().startsWith("L\"");
    return (units(token).length + 1L) * (isWide ? 2 : 1);
  }

  private static int[] units(Token token) throws UnknownTypeException {
    String text = token.text();
    char quote = text.charAt(text.length() - 1);
    String inside = text.substring(text.indexOf(quote) + 1, text.length() - 1);
    int[] units = new int[inside.length()];
    int count = 0;
    for (int i = 0; i < inside.length(); count++) {
      char c = inside.charAt(i++);
      if (c > 0x7E) {
        throw token.location().fault("how a compiler writes " + token.shown() + " isn't known");
      }
      if (c != '\\') {
        units[count] = c;
        continue;
      }
      Matcher escape = ESCAPE.matcher(inside).region(i, inside.length());
      if (!escape.lookingAt()) {
        throw token.location().fault("unknown escape sequence in " + token.shown());
      }
      units[count] = escaped(escape.group());
      i = escape.end();
    }
    return java.util.Arrays.copyOf(units, count);
  }

  private static final Pattern ESCAPE =
      Pattern.compile("x[0-9a-fA-F]{1,4}|[0-7]{1,3}|[abfnrtv\\\\'\"?]");

  private static int escaped(String escape) {
    char c = escape.charAt(0);
    return switch (c) {
      case 'x' -> Integer.parseInt(escape.substring(1), 16);
      case 'a' -> 7;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 11;
      case '\\', '\'', '"', '?' -> c;
      default -> Integer.parseInt(escape, 8);
    };
  }
}
