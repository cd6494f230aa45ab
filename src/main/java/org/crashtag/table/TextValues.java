package org.crashtag.table;

import java.util.Arrays;
import org.apache.parquet.schema.PrimitiveType;

/** Text, encoded once for each distinct one. */
final class TextValues extends DistinctValues<String> {
  /** A string, without its characters. */
  private static final int STRING_BYTES = 48;

  private static final int FIRST_STRINGS = 32;

  private String[] strings = new String[FIRST_STRINGS];
  private Object last;
  private int lastId;

  TextValues(PrimitiveType type) {
    super(type);
  }

  @Override
  long cell(Object value) {
    // Text is often the same object in consecutive rows, such as a dump's or a driver's id.
    if (value != last) {
      lastId = id((String) value);
      last = value;
    }
    return lastId;
  }

  @Override
  byte[] encode(String value) {
    return Utf8.encode(value);
  }

  @Override
  int hash(String value) {
    return value.hashCode();
  }

  @Override
  boolean isComparable(String value) {
    return true;
  }

  @Override
  boolean isSame(int id, String value) {
    return value.equals(strings[id]);
  }

  @Override
  int keep(int id, String value) {
    if (id >= strings.length) {
      strings = Arrays.copyOf(strings, Math.max(id + 1, 2 * strings.length));
    }
    strings[id] = value;
    return STRING_BYTES + value.length();
  }

  @Override
  void clear() {
    super.clear();
    strings = new String[FIRST_STRINGS];
    last = null;
  }
}
