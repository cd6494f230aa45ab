package org.crashtag.decode.declared;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes, little endian, written by offset. */
final class Little {
  private final ByteBuffer buffer;

  Little(int size) {
    buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  Little u8(int at, int value) {
    buffer.put(at, (byte) value);
    return this;
  }

  Little u16(int at, int value) {
    buffer.putShort(at, (short) value);
    return this;
  }

  Little u32(int at, long value) {
    buffer.putInt(at, (int) value);
    return this;
  }

  Little u64(int at, long value) {
    buffer.putLong(at, value);
    return this;
  }

  Little raw(int at, byte[] bytes) {
    buffer.put(at, bytes);
    return this;
  }

  byte[] toBytes() {
    return buffer.array().clone();
  }
}
