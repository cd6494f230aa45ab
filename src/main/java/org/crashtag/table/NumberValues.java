package org.crashtag.table;

import org.apache.parquet.column.statistics.DoubleStatistics;
import org.apache.parquet.column.statistics.IntStatistics;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.crashtag.decode.ColumnType;

/** Values of 64 bits or fewer, in each form that a table knows. */
final class NumberValues extends Values {
  /** A sign byte and the 64 bits: the shortest form that holds DECIMAL(20,0). */
  static final int UNSIGNED64_BYTES = 9;

  private static final int MOST_DICTIONARY_BYTES = 1 << 20;

  private final ColumnType form;

  /** Bytes of a value in plain encoding. */
  private final int width;

  /** Null until a column chunk is written with a dictionary. */
  private NumberDictionary dictionary;

  NumberValues(ColumnType form, PrimitiveType type) {
    super(type);
    this.form = form;
    this.width =
        switch (form) {
          case DATE -> Integer.BYTES;
          case UNSIGNED64 -> UNSIGNED64_BYTES;
          case HEX64 -> Integer.BYTES + HexText.HEX64_BYTES;
          default -> Long.BYTES;
        };
  }

  @Override
  long cell(Object value) {
    if (form == ColumnType.DOUBLE) {
      return Double.doubleToRawLongBits((Double) value);
    }
    long number = (Long) value;
    return form == ColumnType.DATE ? (int) number : number;
  }

  @Override
  int dictionary(long[] cells, int count) {
    NumberDictionary numbers = new NumberDictionary();
    if (!numbers.replace(cells, count, width, MOST_DICTIONARY_BYTES)) {
      return -1;
    }
    dictionary = numbers;
    return numbers.size();
  }

  @Override
  void putDictionary(PageBuffer page) {
    putPlain(page, dictionary.distinct(), 0, dictionary.size());
  }

  @Override
  int fitting(long[] cells, int from, int to, int bytes) {
    return Math.max(1, Math.min(to - from, bytes / width));
  }

  @Override
  void putPlain(PageBuffer page, long[] cells, int from, int to) {
    page.reserve((long) (to - from) * width);
    switch (form) {
      case DATE -> {
        for (int i = from; i < to; i++) {
          page.putInt((int) cells[i]);
        }
      }
      case UNSIGNED64 -> {
        for (int i = from; i < to; i++) {
          page.write(0);
          page.putBigEndianLong(cells[i]);
        }
      }
      case HEX64 -> {
        for (int i = from; i < to; i++) {
          page.putHex64(cells[i]);
        }
      }
      default -> {
        for (int i = from; i < to; i++) {
          page.putLong(cells[i]);
        }
      }
    }
  }

  @Override
  Statistics<?> range(long[] cells, int from, int to, boolean isDictionary) {
    if (isDictionary) {
      long[] distinct = dictionary.distinct();
      long[] numbers = new long[to - from];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = distinct[(int) cells[from + i]];
      }
      return range(numbers, 0, numbers.length);
    }
    return range(cells, from, to);
  }

  private Statistics<?> range(long[] numbers, int from, int to) {
    if (form == ColumnType.DOUBLE) {
      return rangeOfDoubles(numbers, from, to);
    }
    // Flips the order of unsigned numbers to that of signed ones.
    long flip = form == ColumnType.UNSIGNED64 || form == ColumnType.HEX64 ? Long.MIN_VALUE : 0;
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = from; i < to; i++) {
      min = Math.min(min, numbers[i] ^ flip);
      max = Math.max(max, numbers[i] ^ flip);
    }
    Statistics<?> range = Statistics.createStats(type);
    if (range instanceof LongStatistics longs) {
      longs.setMinMax(min, max);
    } else if (range instanceof IntStatistics days) {
      days.setMinMax((int) min, (int) max);
    } else {
      range.updateStats(binary(min ^ flip));
      range.updateStats(binary(max ^ flip));
    }
    return range;
  }

  /** Engines don't agree on the order of NaN, so a range with one is none; zero has two signs. */
  private Statistics<?> rangeOfDoubles(long[] numbers, int from, int to) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      double number = Double.longBitsToDouble(numbers[i]);
      if (Double.isNaN(number)) {
        return null;
      }
      min = Math.min(min, number);
      max = Math.max(max, number);
    }
    DoubleStatistics range = (DoubleStatistics) Statistics.createStats(type);
    range.setMinMax(min == 0 ? -0.0 : min, max == 0 ? 0.0 : max);
    return range;
  }

  private Binary binary(long number) {
    PageBuffer value = new PageBuffer(width);
    putPlain(value, new long[] {number}, 0, 1);
    int length = form == ColumnType.HEX64 ? Integer.BYTES : 0;
    return Binary.fromConstantByteArray(value.array(), length, value.size() - length);
  }

  @Override
  void clear() {
    dictionary = null;
  }
}
