package org.crashtag.table;

import java.util.Arrays;
import org.apache.parquet.schema.PrimitiveType;

/** Bytes, which are copied because the caller may change them later. */
final class BytesValues extends DistinctValues<byte[]> {
  /** Longer values are rarely equal, and take long to compare. */
  private static final int LONGEST_COMPARED = 1 << 10;

  BytesValues(PrimitiveType type) {
    super(type);
  }

  @Override
  long cell(Object value) {
    return id((byte[]) value);
  }

  @Override
  byte[] encode(byte[] value) {
    return value.clone();
  }

  @Override
  int hash(byte[] value) {
    return Arrays.hashCode(value);
  }

  @Override
  boolean isComparable(byte[] value) {
    return value.length <= LONGEST_COMPARED;
  }

  @Override
  boolean isSame(int id, byte[] value) {
    return Arrays.equals(entry(id), value);
  }

  @Override
  int keep(int id, byte[] value) {
    return 0;
  }
}
