package org.crashtag.decode;

/**
 * Takes how many bytes of a blob a decoder knows. Each byte is reported at most once; what is never
 * reported was skipped.
 */
public interface Coverage {
  /** Counts nothing. */
  Coverage NONE = new Coverage() {};

  /**
   * Bytes whose meaning is known: structure that the decoder walked by, fields that a row shows or
   * that one needed, and padding that was checked to be zero.
   */
  default void decoded(long bytes) {}

  /** Bytes that a row carries as they are, such as the arguments of a message without its text. */
  default void carried(long bytes) {}
}
