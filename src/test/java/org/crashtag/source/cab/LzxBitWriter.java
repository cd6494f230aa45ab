package org.crashtag.source.cab;

import java.io.ByteArrayOutputStream;

/** Writes one LZX frame: bits in little-endian 16-bit words, the highest first, or bytes. */
@SuppressWarnings({"ArrayRecordComponent", "OperatorPrecedence", "UnnecessaryParentheses"})
final class LzxBitWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int word;
  private int free = 16;

  /** The lowest {@code size} bits of {@code number}. */
  void write(int number, int size) {
    for (int bit = size - 1; bit >= 0; bit--) {
      free--;
      word |= ((number >>> bit) & 1) << free;
      if (free == 0) {
        flush();
      }
    }
  }

  /** Fills up the word with 1 to 16 zero bits, as before raw bytes. */
  void startRaw() {
    flush();
  }

  void raw(byte[] array, int from, int size) {
    bytes.write(array, from, size);
  }

  void rawByte(int number) {
    bytes.write(number);
  }

  void rawInt(int number) {
    for (int shift = 0; shift < 32; shift += 8) {
      bytes.write(number >>> shift);
    }
  }

  /** The frame; a new one begins. */
  byte[] take() {
    if (free < 16) {
      flush();
    }
    byte[] frame = bytes.toByteArray();
    bytes.reset();
    return frame;
  }

  private void flush() {
    bytes.write(word);
    bytes.write(word >>> 8);
    word = 0;
    free = 16;
  }
}
