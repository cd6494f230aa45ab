package org.crashtag.table;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.crashtag.bytes.Guid;

/** Numbers as text, written without an intermediate string. */
final class HexText {
  /** Length of {@code 0x} and 16 digits. */
  static final int HEX64_BYTES = 18;

  /** Length of a GUID with dashes. */
  static final int GUID_BYTES = 36;

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(ISO_8859_1);

  /** The two digits of each byte, the first in the low bits. */
  private static final short[] PAIRS = new short[256];

  static {
    for (int value = 0; value < PAIRS.length; value++) {
      PAIRS[value] = (short) (DIGITS[value >> 4] | DIGITS[value & 0xF] << 8);
    }
  }

  private HexText() {}

  /** {@code 0x} and 16 lower-case hex digits, as {@link org.crashtag.decode.ColumnType#hex64}. */
  static void hex64(long value, byte[] to, int offset) {
    to[offset] = '0';
    to[offset + 1] = 'x';
    digits(value, Long.BYTES, to, offset + 2);
  }

  /** The text of {@link Guid#toString}. */
  static byte[] guid(long high, long low) {
    byte[] text = new byte[GUID_BYTES];
    digits(high >>> 32, 4, text, 0);
    digits(high >>> 16, 2, text, 9);
    digits(high, 2, text, 14);
    digits(low >>> 48, 2, text, 19);
    digits(low, 6, text, 24);
    text[8] = '-';
    text[13] = '-';
    text[18] = '-';
    text[23] = '-';
    return text;
  }

  /** The digits of the low {@code bytes} bytes of {@code value}. */
  private static void digits(long value, int bytes, byte[] to, int offset) {
    long rest = value;
    for (int at = offset + 2 * bytes - 2; at >= offset; at -= 2) {
      int pair = PAIRS[(int) rest & 0xFF];
      to[at] = (byte) pair;
      to[at + 1] = (byte) (pair >> 8);
      rest >>>= 8;
    }
  }
}
