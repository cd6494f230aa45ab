package org.crashtag.bytes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A bounded, read-only, little-endian view of bytes that knows its offset in the file. Each access
 * is checked; one beyond the end throws {@link MalformedException} with {@link Reason#TRUNCATED}
 * and the offset in the file.
 */
public final class Bytes {
  /** No bytes. */
  public static final Bytes NONE = new Bytes(new byte[0], 0, 0, 0);

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] array;
  private final int from;
  private final int length;
  private final long offset;

  private Bytes(byte[] array, int from, int length, long offset) {
    this.array = array;
    this.from = from;
    this.length = length;
    this.offset = offset;
  }

  /** All of {@code array}, which must not change afterwards, as if at the start of a file. */
  public static Bytes of(byte[] array) {
    return new Bytes(array, 0, array.length, 0);
  }

  /**
   * A part of {@code array}, which must not change while the view is in use.
   *
   * @param from first byte in the array
   * @param length in bytes
   * @param offset of the first byte in its file
   */
  public static Bytes of(byte[] array, int from, int length, long offset) {
    Objects.checkFromIndexSize(from, length, array.length);
    return new Bytes(array, from, length, offset);
  }

  /** In bytes. */
  public int length() {
    return length;
  }

  /** The offset of the first byte in its file. */
  public long offset() {
    return offset;
  }

  private int at(int at, int size) {
    if (at < 0 || size < 0 || at > length - size) {
      throw new MalformedException(
          Reason.TRUNCATED,
          offset + Math.max(0, Math.min(at, length)),
          size + " bytes needed at +" + at + " of " + length);
    }
    return from + at;
  }

  /** Unsigned 8 bits. */
  public int u8(int at) {
    return array[at(at, 1)] & 0xFF;
  }

  /** Unsigned 16 bits. */
  public int u16(int at) {
    return (short) SHORT.get(array, at(at, 2)) & 0xFFFF;
  }

  /** Signed 32 bits. */
  public int i32(int at) {
    return (int) INT.get(array, at(at, 4));
  }

  /** Unsigned 32 bits. */
  public long u32(int at) {
    return i32(at) & 0xFFFFFFFFL;
  }

  /** 64 bits; unsigned values above 2^63 - 1 become negative. */
  public long i64(int at) {
    return (long) LONG.get(array, at(at, 8));
  }

  /** 16 bytes in the order in which Windows stores a GUID. */
  public Guid guid(int at) {
    at(at, 16);
    return Guid.of(i64(at), i64(at + 8));
  }

  /** A part of this view. */
  public Bytes slice(int at, int size) {
    return new Bytes(array, at(at, size), size, offset + at);
  }

  /** Whether the bytes at {@code at} equal {@code expected}; false beyond the end. */
  public boolean hasBytes(int at, byte[] expected) {
    return at >= 0
        && at <= length - expected.length
        && Arrays.equals(
            array, from + at, from + at + expected.length, expected, 0, expected.length);
  }

  /**
   * Whether the bytes at {@code at} are the ASCII characters of {@code text}; false beyond the end.
   */
  public boolean hasAscii(int at, String text) {
    if (at < 0 || at > length - text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (array[from + at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** 8-bit characters up to the first NUL, at most {@code size} of them. */
  public String text(int at, int size) {
    int start = at(at, size);
    int end = start;
    while (end < start + size && array[end] != 0) {
      end++;
    }
    return new String(array, start, end - start, ISO_8859_1);
  }

  /** UTF-16 of {@code size} bytes up to the first NUL character. */
  public String utf16(int at, int size) {
    int start = at(at, size);
    int end = start;
    int high = 0;
    while (end + 1 < start + size && (array[end] != 0 || array[end + 1] != 0)) {
      high |= array[end + 1];
      end += 2;
    }
    return high == 0 ? latin(start, end) : new String(array, start, end - start, UTF_16LE);
  }

  /** UTF-16 whose high bytes are all zero, which is faster to read as such. */
  private String latin(int start, int end) {
    byte[] low = new byte[(end - start) / 2];
    for (int i = 0; i < low.length; i++) {
      low[i] = array[start + 2 * i];
    }
    return new String(low, ISO_8859_1);
  }

  /** The bytes that follow the u32 at {@code at}, which is their number. */
  public Bytes sized(int at) {
    long size = u32(at);
    int rest = length - at - Integer.BYTES;
    MalformedException.verify(
        size <= rest,
        Reason.TRUNCATED,
        offset + at,
        () -> size + " bytes announced, " + rest + " left");
    return slice(at + Integer.BYTES, (int) size);
  }

  /** {@code size} bytes as lower-case hex digits. */
  public String hex(int at, int size) {
    int start = at(at, size);
    return HexFormat.of().formatHex(array, start, start + size);
  }

  /** Whether all bytes are zero. */
  public boolean isZero() {
    return isZero(0, length);
  }

  /** Whether {@code size} bytes are all zero. */
  public boolean isZero(int at, int size) {
    int start = at(at, size);
    for (int i = start; i < start + size; i++) {
      if (array[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** {@code size} bytes in a character set, NULs included. */
  public String decode(int at, int size, Charset charset) {
    return new String(array, at(at, size), size, charset);
  }

  /** Feeds all bytes to {@code digest}. */
  public void update(MessageDigest digest) {
    digest.update(array, from, length);
  }

  /**
   * Copies at most {@code size} bytes from {@code start} on and returns the number of bytes copied.
   */
  public int copyTo(int start, byte[] into, int at, int size) {
    int count = Math.max(0, Math.min(size, length - start));
    System.arraycopy(array, from + start, into, at, count);
    return count;
  }

  /** Copies as many bytes as there is room for, and returns their number. */
  public int copyTo(ByteBuffer into) {
    int count = Math.min(length, into.remaining());
    into.put(array, from, count);
    return count;
  }

  /** A copy of all bytes. */
  public byte[] toArray() {
    return Arrays.copyOfRange(array, from, from + length);
  }
}
