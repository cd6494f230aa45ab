package org.crashtag.decode;

import org.crashtag.bytes.Reason;

/** Takes what a decoder finds in a blob. */
public interface RecordSink {
  /**
   * A record.
   *
   * @param values one for each of the table's columns beyond the key, of the classes that {@link
   *     ColumnType} names, or lists of them; null where unknown; the array is the sink's from then
   *     on
   */
  void row(TableSchema table, Object... values);

  /**
   * A part of the blob that gives no row.
   *
   * @param offset in the file
   */
  void reject(Reason reason, long offset, String message);
}
