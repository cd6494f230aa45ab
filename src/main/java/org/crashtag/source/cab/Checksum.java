package org.crashtag.source.cab;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A block's checksum, [MS-CAB] 3.1: the exclusive OR of all little-endian 32-bit words; one to
 * three bytes after the last word count as a number whose last byte is the lowest.
 */
final class Checksum {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Checksum() {}

  static int of(byte[] array, int from, int length) {
    int end = from + length;
    int at = from;
    long pairs = 0;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      pairs ^= (long) LONG.get(array, at);
    }
    int sum = (int) (pairs ^ (pairs >>> 32));
    if (at <= end - Integer.BYTES) {
      sum ^= word(array, at);
      at += Integer.BYTES;
    }
    return sum ^ rest(array, at, end);
  }

  private static int word(byte[] array, int at) {
    return (array[at] & 0xFF)
        | (array[at + 1] & 0xFF) << 8
        | (array[at + 2] & 0xFF) << 16
        | array[at + 3] << 24;
  }

  private static int rest(byte[] array, int from, int end) {
    int number = 0;
    for (int at = from; at < end; at++) {
      number = number << 8 | (array[at] & 0xFF);
    }
    return number;
  }
}
