package org.crashtag.decode.declared;

import org.crashtag.bytes.FileTime;
import org.crashtag.decode.DumpContext;
import org.crashtag.dump.DumpHeader;

/**
 * Converts a dump's counters to times.
 *
 * @param crash time of the crash in microseconds since 1970 UTC; null if unknown
 * @param upTime time from boot to crash in steps of 100 ns; null if unknown
 */
record Clock(Long crash, Long upTime) {
  private static final long STEPS_PER_SECOND = 10_000_000L;

  /** At higher frequencies the conversion would overflow 64 bits. */
  private static final long HIGHEST_FREQUENCY = Long.MAX_VALUE / STEPS_PER_SECOND;

  /** The last FILETIME of year 9999, which every SQL engine's timestamps can hold. */
  private static final long LAST_FILE_TIME = 2_650_467_743_999_999_999L;

  private static final long FIRST = FileTime.epochMicros(0);
  private static final long LAST = FileTime.epochMicros(LAST_FILE_TIME);

  static Clock of(DumpContext dump) {
    DumpHeader header = dump.header();
    Long upTime = header.systemUpTime();
    return new Clock(header.crashTimeMicros(), upTime == null || upTime < 0 ? null : upTime);
  }

  /** Converts a FILETIME to microseconds since 1970; null if it isn't in years 1601 to 9999. */
  static Long ofFileTime(long fileTime) {
    return fileTime < 0 || fileTime > LAST_FILE_TIME ? null : FileTime.epochMicros(fileTime);
  }

  /** Converts steps of 100 ns since boot to microseconds since 1970; null if unknown. */
  Long ofInterruptTime(long steps) {
    if (crash == null || upTime == null || steps < 0) {
      return null;
    }
    long micros = crash - (upTime - steps) / 10;
    return micros < FIRST || micros > LAST ? null : micros;
  }

  /**
   * Converts a performance counter, which is 0 at boot, to microseconds since 1970; null if
   * unknown.
   *
   * @param frequency steps per second
   */
  Long ofCounter(long counter, long frequency) {
    if (frequency <= 0 || frequency > HIGHEST_FREQUENCY || counter < 0) {
      return null;
    }
    long seconds = counter / frequency;
    if (seconds > LAST_FILE_TIME / STEPS_PER_SECOND) {
      return null;
    }
    return ofInterruptTime(
        seconds * STEPS_PER_SECOND + counter % frequency * STEPS_PER_SECOND / frequency);
  }
}
