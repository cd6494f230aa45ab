package org.crashtag.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Rare types in the description of TraceLogging fields, and the values of arrays. */
// The arrays of the buffers are whole: each was allocated or wrapped here.
@SuppressWarnings("ByteBufferBackingArray")
public final class FieldTypes {
  /** In-type of a struct; its out-type is the number of members, which are the next fields. */
  public static final int STRUCT = 24;

  private static final int OUT_TYPE_FOLLOWS = 0x80;
  private static final int COUNT_IN_PAYLOAD = 0x40;
  private static final int COUNT_IN_METADATA = 0x20;

  private FieldTypes() {}

  /** An array whose count is before its values; see {@link #values}. */
  public static byte[] array(int inType, int outType) {
    return types(inType | COUNT_IN_PAYLOAD, outType, 0).array();
  }

  /** An array of as many values. */
  public static byte[] array(int inType, int outType, int count) {
    ByteBuffer types = types(inType | COUNT_IN_METADATA, outType, Short.BYTES);
    return types.putShort((short) count).array();
  }

  /** A value of a serializer of the provider's own. */
  public static byte[] custom(int protocol, byte[] schema) {
    ByteBuffer types =
        types(COUNT_IN_PAYLOAD | COUNT_IN_METADATA | protocol, 0, Short.BYTES + schema.length);
    return types.putShort((short) schema.length).put(schema).array();
  }

  /** A count and what follows it. */
  public static byte[] values(int count, byte[] values) {
    ByteBuffer all = ByteBuffer.allocate(Short.BYTES + values.length);
    return all.order(ByteOrder.LITTLE_ENDIAN).putShort((short) count).put(values).array();
  }

  private static ByteBuffer types(int inType, int outType, int rest) {
    ByteBuffer types = ByteBuffer.allocate((outType == 0 ? 1 : 2) + rest);
    types.order(ByteOrder.LITTLE_ENDIAN);
    return outType == 0
        ? types.put((byte) inType)
        : types.put((byte) (inType | OUT_TYPE_FOLLOWS)).put((byte) outType);
  }
}
