package org.crashtag.table;

import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;
import org.crashtag.decode.ColumnType;

/**
 * The values of one column of a row group. A value is represented by one {@code long}, its cell:
 * the number itself, or the id of one of the values that are kept here.
 */
abstract class Values {
  /** The Parquet type of the column's values. */
  final PrimitiveType type;

  private int grown;

  Values(PrimitiveType type) {
    this.type = type;
  }

  static Values of(ColumnType type, PrimitiveType primitive) {
    return switch (type) {
      case TEXT -> new TextValues(primitive);
      case BYTES -> new BytesValues(primitive);
      case GUID -> new GuidValues(primitive);
      case BOOLEAN -> new BooleanValues(primitive);
      case BIGINT, TIMESTAMP, DATE, UNSIGNED64, HEX64, DOUBLE -> new NumberValues(type, primitive);
    };
  }

  /** The cell of a value, which has the class that the column's type names. */
  abstract long cell(Object value);

  /** Adds the memory that a new value takes in addition to its cell. */
  final void grow(int bytes) {
    grown += bytes;
  }

  /** Bytes of memory that values have taken in addition to their cells since the last call. */
  final int takeGrowth() {
    int bytes = grown;
    grown = 0;
    return bytes;
  }

  /**
   * Chooses the encoding of a column chunk.
   *
   * @param cells of all values; replaced by ids if the encoding is the dictionary's
   * @return number of values in the dictionary; -1 for plain values
   */
  abstract int dictionary(long[] cells, int count);

  /** Appends the dictionary's values in plain encoding. */
  abstract void putDictionary(PageBuffer page);

  /**
   * How many values, at least one, take at most {@code bytes} together in plain encoding.
   *
   * @param to above {@code from}
   */
  abstract int fitting(long[] cells, int from, int to, int bytes);

  /** Appends values in plain encoding. */
  abstract void putPlain(PageBuffer page, long[] cells, int from, int to);

  /**
   * Smallest and largest of some values, at least one; null if they have none, or are too long to
   * be worth it.
   *
   * @param isDictionary whether the cells are ids of the dictionary
   */
  abstract Statistics<?> range(long[] cells, int from, int to, boolean isDictionary);

  /** Forgets all values, for the next row group. */
  abstract void clear();
}
