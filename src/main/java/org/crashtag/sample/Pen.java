package org.crashtag.sample;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.crashtag.bytes.Guid;

/** Writes little-endian values at a position into bytes that grow as needed, zeros at first. */
final class Pen {
  private byte[] bytes;
  private int position;
  private int length;

  Pen(int expectedBytes) {
    bytes = new byte[expectedBytes];
  }

  /** Moves to an absolute position; skipped bytes stay zero. */
  Pen at(int newPosition) {
    position = newPosition;
    return this;
  }

  Pen u16(long value) {
    return number(value, 2);
  }

  Pen u32(long value) {
    return number(value, 4);
  }

  Pen u64(long value) {
    return number(value, 8);
  }

  /** The lowest {@code width} bytes of the value. */
  Pen number(long value, int width) {
    reserve(width);
    for (int i = 0; i < width; i++) {
      bytes[position++] = (byte) (value >>> (8 * i));
    }
    return this;
  }

  Pen raw(byte[] source) {
    reserve(source.length);
    System.arraycopy(source, 0, bytes, position, source.length);
    position += source.length;
    return this;
  }

  Pen ascii(String text) {
    return raw(text.getBytes(StandardCharsets.US_ASCII));
  }

  Pen utf16(String text) {
    return raw(text.getBytes(StandardCharsets.UTF_16LE));
  }

  Pen guid(Guid guid) {
    u32(guid.high() >>> 32).u16(guid.high() >>> 16).u16(guid.high());
    return u64(Long.reverseBytes(guid.low()));
  }

  /** Moves on to the next multiple of {@code step}, a power of two. */
  Pen align(int step) {
    position = (int) alignUp(position, step);
    return this;
  }

  int position() {
    return position;
  }

  /** Everything up to the furthest byte written. */
  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** The next multiple of {@code step}, a power of two, from {@code value} on. */
  static long alignUp(long value, long step) {
    return (value + step - 1) & -step;
  }

  private void reserve(int count) {
    int end = position + count;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
    }
    length = Math.max(length, end);
  }
}
