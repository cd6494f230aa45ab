package org.crashtag.sample;

import java.nio.charset.StandardCharsets;

/**
 * Builds a message in the wire format of protocol buffers: {@code number * 8 + type}, then a value.
 * All fields are numbers (type 0) or bytes preceded by their length (type 2).
 */
public final class ProtobufMessage {
  private final Pen pen = new Pen(256);

  /** Adds a number of 64 bits. */
  public ProtobufMessage number(int field, long value) {
    varint(8L * field);
    varint(value);
    return this;
  }

  /** Adds bytes. */
  public ProtobufMessage bytes(int field, byte[] value) {
    varint(8L * field + 2);
    varint(value.length);
    pen.raw(value);
    return this;
  }

  /** Adds a text. */
  public ProtobufMessage text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.US_ASCII));
  }

  /** Adds a message. */
  public ProtobufMessage message(int field, ProtobufMessage value) {
    return bytes(field, value.toBytes());
  }

  private void varint(long value) {
    long rest = value;
    while (rest < 0 || rest > 127) {
      pen.number((rest & 127) | 128, 1);
      rest >>>= 7;
    }
    pen.number(rest, 1);
  }

  /** The message. */
  public byte[] toBytes() {
    return pen.toBytes();
  }
}
