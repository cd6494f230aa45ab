package org.crashtag.table;

import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The bytes of one page before compression; reused for all pages of a row group. */
final class PageBuffer extends OutputStream {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_ENDIAN_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes;
  private int size;

  /** An empty page with room for {@code capacity} bytes. */
  PageBuffer(int capacity) {
    this.bytes = new byte[capacity];
  }

  /** What was written is at its start. */
  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  /**
   * Makes room, so that the array doesn't grow value by value.
   *
   * @throws OutOfMemoryError if a page would be larger than an array can be
   */
  void reserve(long more) {
    long needed = size + more;
    if (needed > bytes.length) {
      if (needed > Integer.MAX_VALUE - Long.BYTES) {
        throw new OutOfMemoryError("a page of " + needed + " bytes");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(2L * bytes.length, 1 << 24)));
    }
  }

  @Override
  public void write(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    reserve(length);
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
  }

  void putInt(int value) {
    reserve(Integer.BYTES);
    INT.set(bytes, size, value);
    size += Integer.BYTES;
  }

  /** Overwrites four bytes that were written before. */
  void setInt(int offset, int value) {
    INT.set(bytes, offset, value);
  }

  void putLong(long value) {
    reserve(Long.BYTES);
    LONG.set(bytes, size, value);
    size += Long.BYTES;
  }

  void putBigEndianLong(long value) {
    reserve(Long.BYTES);
    BIG_ENDIAN_LONG.set(bytes, size, value);
    size += Long.BYTES;
  }

  /** A number as text of fixed length, which Parquet stores like any text. */
  void putHex64(long value) {
    reserve(Integer.BYTES + HexText.HEX64_BYTES);
    INT.set(bytes, size, HexText.HEX64_BYTES);
    HexText.hex64(value, bytes, size + Integer.BYTES);
    size += Integer.BYTES + HexText.HEX64_BYTES;
  }

  /** A value of variable length as Parquet stores it: its length and its bytes. */
  void putBinary(byte[] value) {
    reserve((long) Integer.BYTES + value.length);
    putInt(value.length);
    write(value, 0, value.length);
  }
}
