package org.crashtag.dump;

/** The stretch of a triage dump in which some of its parts are. */
public final class TriageParts {
  private final long least;
  private final long end;
  private long from = Long.MAX_VALUE;
  private long to;

  /**
   * @param least parts before this offset aren't looked at
   * @param end where the dump ends
   */
  public TriageParts(long least, long end) {
    this.least = least;
    this.end = end;
  }

  /** Adds a part that lies in the dump; others are left out. */
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

  /** Offset behind the last byte of the last part; 0 if there are none. */
  public long to() {
    return to;
  }
}
