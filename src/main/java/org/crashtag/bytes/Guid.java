package org.crashtag.bytes;

import java.io.Serializable;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * A GUID. Windows stores it as u32, u16, u16 in little endian, followed by eight bytes in order.
 *
 * @param high the first three fields, most significant first
 * @param low the last eight bytes, first byte most significant
 */
public record Guid(long high, long low) implements Comparable<Guid>, Serializable {
  /** All zero. */
  public static final Guid NIL = new Guid(0, 0);

  /** From the two little-endian 64-bit halves of the stored form. */
  static Guid of(long first, long second) {
    long data1 = first & 0xFFFFFFFFL;
    long data2 = (first >>> 32) & 0xFFFF;
    long data3 = first >>> 48;
    return new Guid((data1 << 32) | (data2 << 16) | data3, Long.reverseBytes(second));
  }

  /**
   * Reads a GUID in any form in use: with or without braces and dashes, in either case, and
   * WinDbg's {@code {65755A40-F146-43EA-8C9136B85728FD35}} that lacks the last dash.
   */
  public static Optional<Guid> parse(String text) {
    String digits = text.strip();
    if (digits.startsWith("{") && digits.endsWith("}")) {
      digits = digits.substring(1, digits.length() - 1);
    }
    if (!digits.matches(
        "[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){2}-[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}")) {
      return Optional.empty();
    }
    digits = digits.replace("-", "");
    return Optional.of(
        new Guid(
            HexFormat.fromHexDigitsToLong(digits, 0, 16),
            HexFormat.fromHexDigitsToLong(digits, 16, 32)));
  }

  /** The GUID that {@code text}, a constant of the program, spells. */
  public static Guid constant(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
  }

  /** The second field, in which the tags of a family differ. */
  public int data2() {
    return (int) (high >>> 16) & 0xFFFF;
  }

  /** This GUID with another second field. */
  public Guid withData2(int data2) {
    return new Guid((high & ~0xFFFF0000L) | ((data2 & 0xFFFFL) << 16), low);
  }

  // A record's own methods are slower than these until the second compiler sees them.

  @Override
  public boolean equals(Object other) {
    return other instanceof Guid guid && high == guid.high && low == guid.low;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(high) + Long.hashCode(low);
  }

  /** As in tables and text: lower case, dashes, no braces. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    String left = hex.toHexDigits(high);
    String right = hex.toHexDigits(low);
    return left.substring(0, 8)
        + '-'
        + left.substring(8, 12)
        + '-'
        + left.substring(12)
        + '-'
        + right.substring(0, 4)
        + '-'
        + right.substring(4);
  }

  /** As in a debugger: upper case, in braces. */
  public String braced() {
    return '{' + toString().toUpperCase(Locale.ROOT) + '}';
  }

  @Override
  public int compareTo(Guid other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }
}
