package org.crashtag.table;

import java.io.Serializable;
import java.util.List;

/**
 * What a query planner needs to know about a part without opening it, as in Iceberg's metadata.
 *
 * @param splitOffsets offsets of the row groups in the file, ascending
 * @param columns in the table's order
 */
public record PartMetrics(List<Long> splitOffsets, List<ColumnMetrics> columns)
    implements Serializable {
  public PartMetrics {
    splitOffsets = List.copyOf(splitOffsets);
    columns = List.copyOf(columns);
  }

  /**
   * One column of a part.
   *
   * @param name the column's name
   * @param bytes compressed size of its chunks, with the headers of their pages
   * @param values number of values, nulls among them; for a list the number of elements, with one
   *     for each list that is empty or null
   * @param nulls how many of {@code values} are null or an empty list
   * @param lower the smallest value in Parquet's plain encoding, which is Iceberg's, too, without a
   *     length, as lower-case hex: numbers little-endian, DECIMAL(20,0) as 9 bytes big-endian, text
   *     as UTF-8. Null for lists, if there is no value, if there is a NaN, or if a value is too
   *     long.
   * @param upper the largest value in the same form
   */
  public record ColumnMetrics(
      String name, long bytes, long values, long nulls, String lower, String upper)
      implements Serializable {}
}
