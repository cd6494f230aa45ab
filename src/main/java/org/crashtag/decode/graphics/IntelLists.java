package org.crashtag.decode.graphics;

import org.crashtag.bytes.Bytes;
import org.crashtag.decode.Coverage;

/**
 * Consecutive lists of registers.
 *
 * <pre>
 * pairs:  u32 size  u32 1  u32 n  u32  [u32]  n x {u32 offset, u32 value}    size = head + 8 n
 * values: u32 size  u32 2  u32 offset  u32 n  [u32]  n x u32                 size = head + 4 n
 * </pre>
 *
 * <p>The values of a list belong to the registers at offset, offset + 4, ... The head has 20 bytes,
 * in old drivers 16; with 20, a list of values can be empty whatever its n. Source: measured.
 */
final class IntelLists {
  private static final int PAIRS = 1;
  private static final int VALUES = 2;
  private static final int KIND = 0x04;
  private static final int PAIR_COUNT = 0x08;
  private static final int FIRST_OFFSET = 0x08;
  private static final int VALUE_COUNT = 0x0C;
  private static final int PAIR_BYTES = 8;
  private static final int VALUE_BYTES = 4;

  private final Bytes blob;
  private final int headBytes;
  private final boolean canLackValues;
  private final Coverage coverage;
  private final Receiver taker;

  /** Receives registers. */
  @FunctionalInterface
  interface Receiver {
    /**
     * * Receives a register.
     *
     * @param offset unsigned
     * @param value unsigned
     */
    void take(int offset, int value);
  }

  private IntelLists(
      Bytes blob, int headBytes, boolean canLackValues, Coverage coverage, Receiver taker) {
    this.blob = blob;
    this.headBytes = headBytes;
    this.canLackValues = canLackValues;
    this.coverage = coverage;
    this.taker = taker;
  }

  /** The format of current drivers. */
  static IntelLists current(Bytes blob, Coverage coverage, Receiver taker) {
    return new IntelLists(blob, 20, true, coverage, taker);
  }

  /** The format of the drivers for Windows 8.1. */
  static IntelLists old(Bytes blob, Coverage coverage, Receiver taker) {
    return new IntelLists(blob, 16, false, coverage, taker);
  }

  /** Size of the list at {@code at}; 0 if there is none that ends by {@code end}. */
  int bytes(int at, int end) {
    if (end - at < headBytes) {
      return 0;
    }
    long size = blob.u32(at);
    long expected =
        switch (blob.i32(at + KIND)) {
          case PAIRS -> headBytes + PAIR_BYTES * blob.u32(at + PAIR_COUNT);
          case VALUES ->
              canLackValues && size == headBytes
                  ? headBytes
                  : headBytes + VALUE_BYTES * blob.u32(at + VALUE_COUNT);
          default -> 0;
        };
    return size == expected && size <= end - at ? (int) size : 0;
  }

  /** Whether a list of values is at {@code at} and ends by {@code end}. */
  boolean isValues(int at, int end) {
    return bytes(at, end) > 0 && blob.i32(at + KIND) == VALUES;
  }

  /** Yields the registers of the list at {@code at}, which has this size in bytes. */
  void read(int at, int bytes) {
    coverage.decoded(bytes);
    int end = at + bytes;
    if (blob.i32(at + KIND) == PAIRS) {
      for (int pair = at + headBytes; pair < end; pair += PAIR_BYTES) {
        taker.take(blob.i32(pair), blob.i32(pair + VALUE_BYTES));
      }
    } else {
      int register = blob.i32(at + FIRST_OFFSET);
      for (int value = at + headBytes; value < end; value += VALUE_BYTES) {
        taker.take(register, blob.i32(value));
        register += VALUE_BYTES;
      }
    }
  }
}
