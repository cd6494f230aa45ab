package org.crashtag.decode;

/**
 * Receives the number of bytes of a blob that a decoder knows. Each byte is reported at most once;
 * bytes that are not reported were skipped.
 */
public interface Coverage {
  /** Counts nothing. */
  Coverage NONE = new Coverage() {};

  /**
   * Bytes whose meaning is known: structure that guided the decoder, fields that are shown in a row
   * or needed for one, and padding that was checked to be zero.
   */
  default void decoded(long bytes) {}

  /** Bytes that a row contains as they are, such as the arguments of a message without its text. */
  default void carried(long bytes) {}
}
