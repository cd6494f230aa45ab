package org.crashtag.decode;

import org.crashtag.bytes.Reason;

/** Receives what a decoder finds in a blob, and the number of bytes that it knows. */
public interface RecordSink extends Coverage {
  /**
   * A record.
   *
   * @param table one of the decoder's {@link Decoder#tables}
   * @param from what the row is made from
   */
  <T> void row(TypedTable<T> table, T from);

  /**
   * A part of the blob that yields no row.
   *
   * @param offset in the file
   */
  void reject(Reason reason, long offset, String message);
}
