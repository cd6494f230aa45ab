package org.crashtag.decode.etw;

import org.crashtag.bytes.FileTime;

/** Turns what a logger's clock counted into times. */
final class TraceClock {
  /** No time that a calendar with four-digit years has, or a clock that isn't known. */
  static final long NO_TIME = Long.MIN_VALUE;

  private static final long COUNTER = 1;
  private static final long SYSTEM_TIME = 2;
  private static final long STEPS_PER_SECOND = 10_000_000L;

  /** 10^7 times what is left of a second stays below 2^63. */
  private static final long HIGHEST_FREQUENCY = Long.MAX_VALUE / STEPS_PER_SECOND;

  private final TraceLogger logger;
  private final long frequency;
  private final Long crashMicros;

  /**
   * @param crashMicros the crash in microseconds since 1970, or null
   */
  TraceClock(TraceLogger logger, TraceHeader header, Long crashMicros) {
    this.logger = logger;
    this.frequency = header.frequency();
    this.crashMicros = crashMicros;
  }

  /** What the clock is called; a number where it has no name here. */
  static String label(long clock) {
    if (clock == COUNTER) {
      return "qpc";
    }
    return clock == SYSTEM_TIME ? "system_time" : Long.toString(clock);
  }

  /** Microseconds since 1970 of a clock value, or {@link #NO_TIME}. */
  long micros(long value) {
    if (logger.clock() == SYSTEM_TIME) {
      return microsOfFileTime(value);
    }
    if (logger.clock() != COUNTER || frequency <= 0 || frequency > HIGHEST_FREQUENCY) {
      return NO_TIME;
    }
    long counts = value - logger.referenceClock();
    long steps =
        frequency == STEPS_PER_SECOND
            ? counts
            : counts / frequency * STEPS_PER_SECOND
                + counts % frequency * STEPS_PER_SECOND / frequency;
    return microsOfFileTime(logger.referenceTime() + steps);
  }

  /** Microseconds since 1970 of a FILETIME, or {@link #NO_TIME}. */
  static long microsOfFileTime(long fileTime) {
    Long micros = FileTime.timestamp(fileTime);
    return micros == null ? NO_TIME : micros;
  }

  /** A time as a table has it. */
  static Long orNull(long micros) {
    return micros == NO_TIME ? null : (Long) micros;
  }

  /** From a time to the crash. */
  Double secondsBeforeCrash(long micros) {
    return micros == NO_TIME || crashMicros == null
        ? null
        : (Double) ((crashMicros - micros) / 1e6);
  }
}
