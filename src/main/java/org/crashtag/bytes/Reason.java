package org.crashtag.bytes;

import java.util.Locale;

/**
 * Why an input, or a part of it, could not be used: the vocabulary of the {@code rejects} table.
 */
public enum Reason {
  /** The file is empty. */
  EMPTY,
  /** The bytes are those of something else: text, a program, a user-mode minidump. */
  NOT_A_DUMP,
  /** The bytes are not those of a cabinet, or other data comes before the cabinet. */
  NOT_CAB,
  /** The format is known, but this kind of it is not read. */
  UNSUPPORTED,
  /** A part is in another cabinet of a set; the message names it. */
  SPANNED,
  /** The bytes end before what they announce. */
  TRUNCATED,
  /** A field contradicts the format or the rest of the file. */
  CORRUPT,
  /** The checksum that is stored with the bytes doesn't match them. */
  CHECKSUM,
  /** The input exceeds a limit on size, number or time. */
  LIMIT,
  /** A decoder failed, or gave a row that its table can't hold. */
  DECODER,
  /** The input could not be read: an I/O error or a missing permission. */
  UNREADABLE;

  /** The name in tables and messages: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
