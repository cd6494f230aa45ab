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
  private static final int COUNT_IN_PAYLOAD = 0x40;
  private static final int COUNT_IN_METADATA = 0x20;
  private static final int CUSTOM = 0x60;
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

  private void types(int inType, int outType) {
    metadata.number(outType == 0 ? inType : inType | OUT_TYPE_FOLLOWS, 1);
    if (outType != 0) {
      metadata.number(outType, 1);
    }
  }

  /** Adds a field with one value, given as bytes. */
  public TraceLoggingFields field(String name, int inType, int outType, byte[] value) {
    name(name);
    types(inType, outType);
    payload.raw(value);
    return this;
  }

  /** Adds an array whose count is in the payload. */
  public TraceLoggingFields array(String name, int inType, int outType, int count, byte[] values) {
    name(name);
    types(inType | COUNT_IN_PAYLOAD, outType);
    payload.u16(count).raw(values);
    return this;
  }

  /** Adds an array whose count is in the metadata. */
  public TraceLoggingFields fixedArray(
      String name, int inType, int outType, int count, byte[] values) {
    name(name);
    types(inType | COUNT_IN_METADATA, outType);
    metadata.u16(count);
    payload.raw(values);
    return this;
  }

  /** Adds a field with a custom serializer. */
  public TraceLoggingFields custom(String name, int protocol, byte[] schema, byte[] value) {
    name(name);
    metadata.number(CUSTOM | protocol, 1).u16(schema.length).raw(schema);
    payload.u16(value.length).raw(value);
    return this;
  }

  /** Adds a struct: the next {@code members} fields belong to it. */
  public TraceLoggingFields struct(String name, int members) {
    name(name);
    types(STRUCT, members);
    return this;
  }

  /** Adds an array of structs: the next fields describe a member each and have no values. */
  public TraceLoggingFields structs(String name, int members, int count) {
    name(name);
    types(STRUCT | COUNT_IN_PAYLOAD, members);
    payload.u16(count);
    return this;
  }

  /** Adds values of members that {@link #field} described without values. */
  public TraceLoggingFields values(byte[] bytes) {
    payload.raw(bytes);
    return this;
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
