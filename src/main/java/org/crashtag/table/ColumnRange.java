package org.crashtag.table;

import java.util.HexFormat;
import org.apache.parquet.column.statistics.Statistics;

/** The smallest and the largest value of one column of a file, and its number of nulls. */
final class ColumnRange {
  /** A longer value isn't used as a bound: it would take too much room wherever bounds are kept. */
  private static final int LONGEST_BOUND = 64;

  private boolean isKnown;
  private Statistics<?> range;
  private long nulls;

  /**
   * @param isOrdered whether a range of the column's values makes sense
   */
  ColumnRange(boolean isOrdered) {
    this.isKnown = isOrdered;
  }

  /**
   * Adds a page.
   *
   * @param page null if its range is not known
   */
  void add(Statistics<?> page, long pageNulls) {
    nulls += pageNulls;
    if (page == null) {
      isKnown = false;
      range = null;
    } else if (isKnown) {
      if (range == null) {
        range = page.copy();
      } else {
        range.mergeStatistics(page);
      }
    }
  }

  long nulls() {
    return nulls;
  }

  /** The smallest value in plain encoding, in hex; null if there is none. */
  String lower() {
    return hasValues() ? bound(range.getMinBytes()) : null;
  }

  /** The largest value in plain encoding, in hex; null if there is none. */
  String upper() {
    return hasValues() ? bound(range.getMaxBytes()) : null;
  }

  private boolean hasValues() {
    return range != null && range.hasNonNullValue();
  }

  private static String bound(byte[] value) {
    return value.length <= LONGEST_BOUND ? HexFormat.of().formatHex(value) : null;
  }
}
