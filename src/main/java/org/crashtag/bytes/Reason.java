package org.crashtag.bytes;

import java.util.Locale;

/**
 * Why an input, or a part of it, could not be used: the vocabulary of the {@code rejects} table.
 */
public enum Reason {
  /** The file is empty. */
  EMPTY,
  /** The bytes are something else: text, a program, a user-mode minidump. */
  NOT_A_DUMP,
  /** The bytes are not a cabinet, or other data precedes the cabinet. */
  NOT_CAB,
  /** The format is known, but this variant of it is not supported. */
  UNSUPPORTED,
  /** A part is in another file: a cabinet of a set, or a volume of a split archive. */
  SPANNED,
  /** The bytes end before the length that they announce. */
  TRUNCATED,
  /** A field contradicts the format or the rest of the file. */
  CORRUPT,
  /** The stored checksum doesn't match the bytes. */
  CHECKSUM,
  /** The input exceeds a limit on size, number or time. */
  LIMIT,
  /** A decoder failed, or produced a row that doesn't fit its table. */
  DECODER,
  /** The input could not be read: an I/O error or a missing permission. */
  UNREADABLE;

  /** The name in tables and messages: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
