package org.crashtag.source.cab;

import java.nio.ByteBuffer;

/** Changes to a cabinet's bytes. */
final class HandMade {
  private HandMade() {}

  /** A copy with another byte. */
  static byte[] with(byte[] bytes, int at, int value) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) value;
    return changed;
  }

  /** A copy with more bytes at {@code at}. */
  static byte[] insert(byte[] bytes, int at, byte[] more) {
    byte[] result = new byte[bytes.length + more.length];
    ByteBuffer.wrap(result).put(bytes, 0, at).put(more).put(bytes, at, bytes.length - at);
    return result;
  }
}
