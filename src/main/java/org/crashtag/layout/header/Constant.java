package org.crashtag.layout.header;

/**
 * A number in C arithmetic.
 *
 * @param value the number; for an unsigned 64-bit number its bits
 * @param bits 32 or 64
 */
record Constant(long value, int bits, boolean isUnsigned) {
  static Constant ofInt(long value) {
    return of(value, 32, false);
  }

  static Constant ofBoolean(boolean value) {
    return ofInt(value ? 1 : 0);
  }

  /** Truncates a value to the width of the type. */
  static Constant of(long value, int bits, boolean isUnsigned) {
    long cut = bits == 64 ? value : isUnsigned ? value & 0xFFFFFFFFL : (int) value;
    return new Constant(cut, bits, isUnsigned);
  }

  /** Converts to a narrower type and promotes the result as C does. */
  Constant cast(long bytes, boolean unsigned) {
    if (bytes >= 4) {
      return of(value, bytes == 4 ? 32 : 64, unsigned);
    }
    int unused = 64 - 8 * (int) bytes;
    return ofInt(unsigned ? value << unused >>> unused : value << unused >> unused);
  }

  boolean isTrue() {
    return value != 0;
  }
}
