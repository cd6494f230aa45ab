package org.crashtag.source;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Reason;

/** What one archive has cost so far, on all its levels. */
final class Budget {
  private static final long CLOCK_STEP_BYTES = 1 << 20;

  private final Limits limits;
  private final long fileBytes;
  private final long start = System.nanoTime();
  private long bytes;
  private long members;
  private long clockAt = CLOCK_STEP_BYTES;

  Budget(Limits limits, long fileBytes) {
    this.limits = limits;
    this.fileBytes = fileBytes;
  }

  /** Decompressed bytes, all levels together. */
  long bytes() {
    return bytes;
  }

  /** How much more may be decompressed. */
  long left() {
    long byRatio = Limits.ALWAYS_ALLOWED_BYTES + limits.ratio() * Math.max(1, fileBytes);
    return Math.max(0, Math.min(limits.archiveBytes(), byRatio) - bytes);
  }

  void addMember() {
    checkMembers(1);
    members++;
  }

  /** How many more members may be met. */
  long membersLeft() {
    return limits.members() - members;
  }

  /** Fails where so many more members are too many. */
  void checkMembers(long more) {
    verify(
        more <= membersLeft(),
        Reason.LIMIT,
        0,
        "more than " + limits.members() + " members (--max-members)");
  }

  void checkDepth(int depth) {
    verify(
        depth <= limits.depth(),
        Reason.LIMIT,
        0,
        "more than " + limits.depth() + " archives inside one another (--max-depth)");
  }

  /**
   * Counts decompressed bytes.
   *
   * @param ofMember of this member so far
   */
  void addBytes(long more, long ofMember) {
    bytes += more;
    verify(
        ofMember <= limits.memberBytes(),
        Reason.LIMIT,
        ofMember,
        "the member is longer than " + limits.memberBytes() + " bytes (--max-member-bytes)");
    verify(
        bytes <= limits.archiveBytes(),
        Reason.LIMIT,
        ofMember,
        "the archive holds more than " + limits.archiveBytes() + " bytes (--max-archive-bytes)");
    verify(
        bytes - Limits.ALWAYS_ALLOWED_BYTES <= limits.ratio() * Math.max(1, fileBytes),
        Reason.LIMIT,
        ofMember,
        "the archive grows more than " + limits.ratio() + " times (--max-ratio)");
    if (bytes >= clockAt) {
      clockAt = bytes + CLOCK_STEP_BYTES;
      verify(
          System.nanoTime() - start <= limits.seconds() * 1_000_000_000L,
          Reason.LIMIT,
          ofMember,
          "the archive takes longer than " + limits.seconds() + " seconds (--max-seconds)");
    }
  }
}
