package org.crashtag.source;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Reason;

/** What one archive has cost so far, all levels together. */
final class Budget {
  private static final long CLOCK_STEP_BYTES = 1 << 20;

  /**
   * Maximum memory of the decompressors of all open levels together; enough for a window of 128
   * MiB.
   */
  private static final long MOST_MEMORY_BYTES = 192L << 20;

  /**
   * Maximum length of all members' names together; they are kept so that each name is used once.
   */
  private static final long MOST_NAME_CHARACTERS = 32L << 20;

  private final Limits limits;
  private final long mostByRatio;
  private final long start = System.nanoTime();
  private long bytes;
  private long members;
  private long clockAt = CLOCK_STEP_BYTES;
  private long memory;
  private long nameCharacters;

  Budget(Limits limits, long fileBytes) {
    this.limits = limits;
    this.mostByRatio =
        sum(Limits.ALWAYS_ALLOWED_BYTES, product(limits.ratio(), Math.max(1, fileBytes)));
  }

  /** The sum of two numbers that aren't negative, at most {@link Long#MAX_VALUE}. */
  static long sum(long first, long second) {
    return first > Long.MAX_VALUE - second ? Long.MAX_VALUE : first + second;
  }

  private static long product(long first, long second) {
    return first > Long.MAX_VALUE / second ? Long.MAX_VALUE : first * second;
  }

  /** Decompressed bytes, all levels together. */
  long bytes() {
    return bytes;
  }

  /** How much more may be decompressed. */
  long left() {
    return Math.max(0, Math.min(limits.archiveBytes(), mostByRatio) - bytes);
  }

  void addMember() {
    checkMembers(1);
    members++;
  }

  /** How many more members are allowed. */
  long membersLeft() {
    return limits.members() - members;
  }

  /** Fails if this many more members exceed the limit. */
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
        "more than " + limits.depth() + " nested archives (--max-depth)");
  }

  /**
   * Counts decompressed bytes.
   *
   * @param ofMember bytes of this member so far
   */
  void addBytes(long more, long ofMember) {
    bytes = sum(bytes, more);
    verify(
        ofMember <= limits.memberBytes(),
        Reason.LIMIT,
        ofMember,
        "the member is longer than " + limits.memberBytes() + " bytes (--max-member-bytes)");
    verify(
        bytes <= limits.archiveBytes(),
        Reason.LIMIT,
        ofMember,
        "the archive contains more than " + limits.archiveBytes() + " bytes (--max-archive-bytes)");
    verify(
        bytes <= mostByRatio,
        Reason.LIMIT,
        ofMember,
        "the archive's compression ratio is over " + limits.ratio() + " (--max-ratio)");
    if (bytes >= clockAt) {
      clockAt = sum(bytes, CLOCK_STEP_BYTES);
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

  /** Memory that decompressors may still use, in bytes. */
  long memoryLeft() {
    return MOST_MEMORY_BYTES - memory;
  }

  /** The same in KiB, the libraries' unit. */
  int memoryLeftKib() {
    return (int) (memoryLeft() >> 10);
  }

  /** Counts memory that a decompressor uses; a negative number releases it. */
  void takeMemory(long size) {
    verify(
        size <= memoryLeft(),
        Reason.LIMIT,
        0,
        "decompressing needs more than " + (MOST_MEMORY_BYTES >> 20) + " MiB of memory");
    memory += size;
  }
}
