package org.crashtag.table;

import java.util.Arrays;
import org.apache.parquet.schema.PrimitiveType;
import org.crashtag.bytes.Guid;

/** GUIDs, which are compared as two numbers; each distinct one is converted to text once. */
final class GuidValues extends DistinctValues<Guid> {
  private static final int FIRST_GUIDS = 32;

  private long[] halves = new long[2 * FIRST_GUIDS];
  private long lastHigh;
  private long lastLow;
  private int lastId = -1;

  GuidValues(PrimitiveType type) {
    super(type);
  }

  @Override
  long cell(Object value) {
    Guid guid = (Guid) value;
    if (lastId < 0 || guid.high() != lastHigh || guid.low() != lastLow) {
      lastId = id(guid);
      lastHigh = guid.high();
      lastLow = guid.low();
    }
    return lastId;
  }

  @Override
  byte[] encode(Guid value) {
    return HexText.guid(value.high(), value.low());
  }

  @Override
  int hash(Guid value) {
    return Long.hashCode(value.high() * 31 + value.low());
  }

  @Override
  boolean isComparable(Guid value) {
    return true;
  }

  @Override
  boolean isSame(int id, Guid value) {
    return halves[2 * id] == value.high() && halves[2 * id + 1] == value.low();
  }

  @Override
  int keep(int id, Guid value) {
    if (2 * id >= halves.length) {
      halves = Arrays.copyOf(halves, Math.max(2 * id + 2, 2 * halves.length));
    }
    halves[2 * id] = value.high();
    halves[2 * id + 1] = value.low();
    return 2 * Long.BYTES;
  }

  @Override
  void clear() {
    super.clear();
    halves = new long[2 * FIRST_GUIDS];
    lastId = -1;
  }
}
