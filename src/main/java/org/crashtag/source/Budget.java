package org.crashtag.source;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Reason;

/** What one archive has cost so far, on all its levels. */
final class Budget {
  private static final long CLOCK_STEP_BYTES = 1 << 20;

  /** What the decompressors of all open levels may hold together: a window of 128 MiB and more. */
  private static final long MOST_MEMORY_BYTES = 192L << 20;

  /** Of the names of all members; they are kept, so that none is given twice. */
  private static final long MOST_NAME_CHARACTERS = 32L << 20;

  private final Limits limits;
  private final long fileBytes;
  private final long start = System.nanoTime();
  private long bytes;
  private long members;
  private long clockAt = CLOCK_STEP_BYTES;
  private long memory;
  private long nameCharacters;

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
      checkTime(ofMember);
    }
  }

  /** Fails once the archive has taken too long. */
  void checkTime(long offset) {
    verify(
        (System.nanoTime() - start) / 1_000_000_000L < Math.max(1, limits.seconds()),
        Reason.LIMIT,
        offset,
        "the archive takes longer than " + limits.seconds() + " seconds (--max-seconds)");
  }

  /** Counts a member's name. */
  void addName(int characters) {
    nameCharacters += characters;
    verify(
        nameCharacters <= MOST_NAME_CHARACTERS,
        Reason.LIMIT,
        0,
        "the members' names have more than " + MOST_NAME_CHARACTERS + " characters");
  }

  /** Memory that decompressors may still take, in bytes. */
  long memoryLeft() {
    return MOST_MEMORY_BYTES - memory;
  }

  /** The same in the unit of the libraries. */
  int memoryLeftKib() {
    return (int) (memoryLeft() >> 10);
  }

  /** Counts memory that a decompressor takes; it is given back by a negative number. */
  void takeMemory(long size) {
    verify(
        size <= memoryLeft(),
        Reason.LIMIT,
        0,
        "decompressing needs more than " + (MOST_MEMORY_BYTES >> 20) + " MiB of memory");
    memory += size;
  }
}
