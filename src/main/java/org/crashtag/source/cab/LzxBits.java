package org.crashtag.source.cab;

import static org.crashtag.bytes.MalformedException.verify;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * The bits of one LZX frame. The next bit is the highest of {@link #bits}, of which {@link #count}
 * are valid. The loop over the symbols keeps the fields in local variables.
 *
 * <p>It can read up to eight bytes beyond the frame's end; {@link #verifyInside} checks that those
 * bytes were not used.
 */
final class LzxBits {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int WORD_BITS = 16;

  /** The minimum number of bits after {@link #refill}. */
  static final int REFILLED_BITS = 32;

  /** Contains the frame, followed by {@link CabinetInput#SLACK_BYTES}. */
  byte[] array;

  /** The first byte that is not in {@link #bits}. */
  int at;

  /** {@link #at} only gets here if bits beyond the frame's end were used. */
  int tooFar;

  long bits;
  int count;
  private int base;
  private int end;
  private long offset;

  /** Starts a frame after its first {@code pad} bytes. */
  void open(DataBlock block, int pad) {
    offset = block.offset();
    array = block.array();
    end = block.from() + block.packed();
    tooFar = end + Integer.BYTES;
    verify(pad <= block.packed(), Reason.CORRUPT, offset, "an LZX frame without bytes");
    startAt(block.from() + pad);
  }

  private void startAt(int byteAt) {
    at = byteAt;
    base = byteAt;
    bits = 0;
    count = 0;
  }

  /** Two words, the first in the upper half. */
  static long words(byte[] array, int at) {
    return Integer.rotateLeft((int) INT.get(array, at), WORD_BITS) & 0xFFFFFFFFL;
  }

  void refill() {
    if (count < REFILLED_BITS) {
      verify(at < tooFar, Reason.CORRUPT, offset, "an LZX frame's bits end too early");
      bits |= words(array, at) << (REFILLED_BITS - count);
      at += Integer.BYTES;
      count += REFILLED_BITS;
    }
  }

  /** The next bits as a number; at most 24, at least one. */
  int read(int size) {
    refill();
    int number = (int) (bits >>> (Long.SIZE - size));
    bits <<= size;
    count -= size;
    return number;
  }

  /** The next symbol of a code. */
  int read(HuffmanTable table) {
    refill();
    short[] entries = table.entries();
    int entry = entries[(int) (bits >>> (Long.SIZE - table.firstBits()))];
    if (entry < 0) {
      int rest = (int) (bits >>> (Long.SIZE - LzxFormat.MOST_CODE_BITS));
      entry =
          entries[~entry + (rest & ((1 << (LzxFormat.MOST_CODE_BITS - table.firstBits())) - 1))];
    }
    int length = entry & HuffmanTable.LENGTH_FIELD;
    bits <<= length;
    count -= length;
    return entry >> HuffmanTable.LENGTH_FIELD_BITS;
  }

  /**
   * Goes to the next word, at least one bit further, where {@link #rawInt} and the other raw
   * methods start.
   */
  void startRaw() {
    int used = (at - base) * Byte.SIZE - count;
    startAt(base + (used / WORD_BITS + 1) * (WORD_BITS / Byte.SIZE));
  }

  /** 32 bits that are not stored in words. */
  int rawInt() {
    verifyLeft(Integer.BYTES);
    int number = (int) INT.get(array, at);
    startAt(at + Integer.BYTES);
    return number;
  }

  /** Copies bytes that are not stored in words. */
  void copyRaw(byte[] into, int position, int size) {
    verifyLeft(size);
    System.arraycopy(array, at, into, position, size);
    startAt(at + size);
  }

  /** Skips a byte that is not stored in a word; false at the end of the frame. */
  boolean skipRaw() {
    boolean present = at < end;
    if (present) {
      startAt(at + 1);
    }
    return present;
  }

  private void verifyLeft(int size) {
    verify(size <= end - at, Reason.CORRUPT, offset, "an LZX frame's raw bytes end too early");
  }

  /** Verifies that nothing was read beyond the end of the frame. */
  void verifyInside() {
    verify(
        (long) at * Byte.SIZE - count <= (long) end * Byte.SIZE,
        Reason.CORRUPT,
        offset,
        "an LZX frame's bits end too early");
  }

  MalformedException corrupt(String message) {
    return new MalformedException(Reason.CORRUPT, offset, message);
  }
}
