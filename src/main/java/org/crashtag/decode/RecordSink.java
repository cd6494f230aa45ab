package org.crashtag.decode;

import org.crashtag.bytes.Reason;

/** Takes what a decoder finds in a blob, and how many of its bytes it knows. */
public interface RecordSink extends Coverage {
  /**
   * A record.
   *
   * @param table one of the decoder's {@link Decoder#tables}
   * @param from what the row is made from
   */
  <T> void row(TypedTable<T> table, T from);

  /**
   * A part of the blob that gives no row.
   *
   * @param offset in the file
   */
  void reject(Reason reason, long offset, String message);
}
