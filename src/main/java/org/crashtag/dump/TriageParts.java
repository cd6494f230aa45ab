package org.crashtag.dump;

/** The range of a triage dump that contains some of its parts. */
public final class TriageParts {
  private final long least;
  private final long end;
  private long from = Long.MAX_VALUE;
  private long to;

  /**
   * @param least parts before this offset are ignored
   * @param end end of the dump
   */
  public TriageParts(long least, long end) {
    this.least = least;
    this.end = end;
  }

  /** Adds a part if it is in the dump; otherwise does nothing. */
  public void add(long offset, long size) {
    if (size > 0 && offset >= least && offset < end && size <= end - offset) {
      from = Math.min(from, offset);
      to = Math.max(to, offset + size);
    }
  }

  /** Offset of the first byte of the first part. */
  public long from() {
    return from;
  }

  /** Offset after the last byte of the last part; 0 if there are none. */
  public long to() {
    return to;
  }
}
