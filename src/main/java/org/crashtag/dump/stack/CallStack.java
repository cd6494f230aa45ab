package org.crashtag.dump.stack;

import org.crashtag.bytes.Bytes;

/**
 * The stack of the crashed thread, or of the processor that it ran on.
 *
 * @param top address of the first byte
 * @param bytes from there up
 * @param pointerBytes 8 or 4
 */
record CallStack(long top, Bytes bytes, int pointerBytes) {
  /** The number of whole, aligned words. */
  int words() {
    return (bytes.length() - first()) / pointerBytes;
  }

  /** The position of the first aligned word. */
  private int first() {
    return (int) Math.min(bytes.length(), -top & (pointerBytes - 1));
  }

  /** A word, zero-extended. */
  long word(int index) {
    int at = first() + index * pointerBytes;
    return pointerBytes == 8 ? bytes.i64(at) : bytes.u32(at);
  }

  /** The address of a word. */
  long address(int index) {
    return top + first() + (long) index * pointerBytes;
  }

  /** The address after the last byte. */
  long end() {
    return top + bytes.length();
  }

  /** Whether an address is that of one of its bytes. */
  boolean has(long address) {
    return Long.compareUnsigned(address - top, bytes.length()) < 0;
  }

  /** Bytes at an address; null if they aren't all in the stack. */
  Bytes read(long address, int size) {
    long at = address - top;
    return has(address) && size <= bytes.length() - at ? bytes.slice((int) at, size) : null;
  }
}
