package org.crashtag.sample;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads a built dump at offsets from the format's description. */
final class HandReading {
  private final ByteBuffer bytes;

  HandReading(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  long u8(long offset) {
    return bytes.get((int) offset) & 0xFF;
  }

  long u32(long offset) {
    return bytes.getInt((int) offset) & 0xFFFF_FFFFL;
  }

  long u64(long offset) {
    return bytes.getLong((int) offset);
  }

  String ascii(long offset, int count) {
    return new String(bytes.array(), (int) offset, count, StandardCharsets.US_ASCII);
  }

  String utf16(long offset, long characters) {
    return new String(
        bytes.array(), (int) offset, (int) (2 * characters), StandardCharsets.UTF_16LE);
  }

  int length() {
    return bytes.capacity();
  }
}
