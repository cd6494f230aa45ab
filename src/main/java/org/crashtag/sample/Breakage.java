package org.crashtag.sample;

/** The faults of dumps of a {@link Fleet}, as they occur in real archives. */
public enum Breakage {
  /** The file is empty. */
  EMPTY,
  /** The file ends after three bytes, "PAG". */
  THREE_BYTES,
  /** A user-mode minidump, "MDMP", among the kernel dumps. */
  USER_MINIDUMP,
  /** A text file with a dump's name. */
  TEXT,
  /** The file ends inside the dump header. */
  HEADER_CUT,
  /** All header bytes after the signature are 0xFF. */
  HEADER_FF,
  /** SizeOfDump, the start of the region, is beyond the end of the file. */
  REGION_BEYOND_END,
  /** The file ends inside the last blob's data. */
  LAST_BLOB_CUT,
  /** A blob header in the middle of the chain has an impossible HeaderSize. */
  BAD_CHAIN,
  /** The KMDF list ends inside its last entry; everything else is intact. */
  KMDF_PARTIAL,
  /**
   * An archive with one dump. It is intact, but it and some of its drivers have names that are
   * meant to mislead a program that shows them.
   */
  HOSTILE_NAMES
}
