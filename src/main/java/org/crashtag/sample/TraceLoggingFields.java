package org.crashtag.sample;

import java.nio.charset.StandardCharsets;

/**
 * A TraceLogging event's fields: their description and their values. Source: Microsoft's
 * documentation of TraceLoggingProvider.h.
 *
 * <pre>
 * metadata: u16 size  u8 tag  name, NUL  fields: name, NUL  u8 in-type [u8 out-type] [u16 count]
 * </pre>
 */
public final class TraceLoggingFields {
  private static final int OUT_TYPE_FOLLOWS = 0x80;
  private static final int UTF16_STRING = 1;
  private static final int UINT32 = 8;
  private static final int STRUCT = 24;

  private final Pen metadata = new Pen(64);
  private final Pen payload = new Pen(64);

  /** An event without fields yet. */
  public TraceLoggingFields(String eventName) {
    metadata.u16(0).number(0, 1);
    name(eventName);
  }

  private void name(String name) {
    metadata.raw(name.getBytes(StandardCharsets.UTF_8)).number(0, 1);
  }

  /**
   * Adds any field.
   *
   * @param types what follows its name in the metadata
   * @param value what it adds to the payload
   */
  public TraceLoggingFields add(String name, byte[] types, byte[] value) {
    name(name);
    metadata.raw(types);
    payload.raw(value);
    return this;
  }

  /** Adds a field with one value, given as bytes. */
  public TraceLoggingFields field(String name, int inType, int outType, byte[] value) {
    byte[] types =
        outType == 0
            ? new byte[] {(byte) inType}
            : new byte[] {(byte) (inType | OUT_TYPE_FOLLOWS), (byte) outType};
    return add(name, types, value);
  }

  /** Adds a struct: the next {@code members} fields belong to it. */
  public TraceLoggingFields struct(String name, int members) {
    return field(name, STRUCT, members, new byte[0]);
  }

  /** Adds a text. */
  public TraceLoggingFields text(String name, String value) {
    return field(name, UTF16_STRING, 0, new Pen(32).utf16(value).u16(0).toBytes());
  }

  /** Adds an unsigned 32-bit number. */
  public TraceLoggingFields number(String name, long value) {
    return field(name, UINT32, 0, new Pen(4).u32(value).toBytes());
  }

  byte[] metadata() {
    int size = metadata.position();
    byte[] bytes = metadata.at(0).u16(size).toBytes();
    metadata.at(size);
    return bytes;
  }

  byte[] payload() {
    return payload.toBytes();
  }
}
