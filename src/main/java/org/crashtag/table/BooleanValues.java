package org.crashtag.table;

import org.apache.parquet.column.statistics.BooleanStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;

/** Values of one bit, which have no dictionary. */
final class BooleanValues extends Values {
  BooleanValues(PrimitiveType type) {
    super(type);
  }

  @Override
  long cell(Object value) {
    return (Boolean) value ? 1 : 0;
  }

  @Override
  int dictionary(long[] cells, int count) {
    return -1;
  }

  @Override
  void putDictionary(PageBuffer page) {
    throw new IllegalStateException("no dictionary of bits");
  }

  @Override
  int fitting(long[] cells, int from, int to, int bytes) {
    return (int) Math.min(to - from, bytes * (long) Byte.SIZE);
  }

  @Override
  void putPlain(PageBuffer page, long[] cells, int from, int to) {
    for (int at = from; at < to; at += Byte.SIZE) {
      int bits = 0;
      for (int i = Math.min(Byte.SIZE, to - at) - 1; i >= 0; i--) {
        bits = bits << 1 | (int) cells[at + i];
      }
      page.write(bits);
    }
  }

  @Override
  Statistics<?> range(long[] cells, int from, int to, boolean isDictionary) {
    long min = 1;
    long max = 0;
    for (int i = from; i < to; i++) {
      min &= cells[i];
      max |= cells[i];
    }
    BooleanStatistics range = (BooleanStatistics) Statistics.createStats(type);
    range.setMinMax(min == 1, max == 1);
    return range;
  }

  @Override
  void clear() {}
}
