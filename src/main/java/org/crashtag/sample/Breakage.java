package org.crashtag.sample;

/** What can be wrong with a dump of a {@link Fleet}: faults that occur in real archives. */
public enum Breakage {
  /** The file has no byte. */
  EMPTY,
  /** The file ends after three bytes, "PAG". */
  THREE_BYTES,
  /** A user-mode minidump, "MDMP", strayed among the kernel's. */
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
  /** A blob header in the middle of the chain has a HeaderSize that cannot be. */
  BAD_CHAIN,
  /** The KMDF list ends inside its last entry; all else is whole. */
  KMDF_PARTIAL
}
