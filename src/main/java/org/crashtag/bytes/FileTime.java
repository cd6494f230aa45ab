package org.crashtag.bytes;

import java.time.Instant;

/** FILETIME: units of 100 ns since 1601-01-01 UTC. */
public final class FileTime {
  private static final long STEPS_PER_SECOND = 10_000_000L;
  private static final long SECONDS_1601_TO_1970 = 11_644_473_600L;

  /** The latest time that every SQL engine can store: the year 9999. */
  private static final long LAST = 2_650_467_743_999_999_999L;

  private FileTime() {}

  /** The instant, to 100 ns, of a FILETIME taken as unsigned. */
  public static Instant instant(long fileTime) {
    return Instant.ofEpochSecond(
        Long.divideUnsigned(fileTime, STEPS_PER_SECOND) - SECONDS_1601_TO_1970,
        Long.remainderUnsigned(fileTime, STEPS_PER_SECOND) * 100);
  }

  /** Microseconds since 1970-01-01 UTC, rounded down. */
  public static long epochMicros(long fileTime) {
    return Long.divideUnsigned(fileTime, 10) - SECONDS_1601_TO_1970 * 1_000_000;
  }

  /**
   * Microseconds since 1970-01-01 UTC, rounded down; null if the FILETIME is 0 (never set) or after
   * the year 9999.
   */
  public static Long timestamp(long fileTime) {
    return fileTime <= 0 || fileTime > LAST ? null : epochMicros(fileTime);
  }

  /** The FILETIME of a number of microseconds since 1970-01-01 UTC. */
  public static long ofEpochMicros(long micros) {
    return (micros + SECONDS_1601_TO_1970 * 1_000_000) * 10;
  }

  /** The FILETIME of an instant. */
  public static long of(Instant instant) {
    return (instant.getEpochSecond() + SECONDS_1601_TO_1970) * STEPS_PER_SECOND
        + instant.getNano() / 100;
  }
}
