package org.crashtag.decode.etw;

import org.crashtag.bytes.FileTime;

/** Converts values of a logger's clock to times. */
final class TraceClock {
  /** An unknown clock, or a time that does not have a four-digit year. */
  static final long NO_TIME = Long.MIN_VALUE;

  private static final long COUNTER = 1;
  private static final long SYSTEM_TIME = 2;
  private static final long STEPS_PER_SECOND = 10_000_000L;

  /** The remainder of a second times 10^7 stays below 2^63. */
  private static final long HIGHEST_FREQUENCY = Long.MAX_VALUE / STEPS_PER_SECOND;

  private final TraceLogger logger;
  private final long frequency;
  private final Long crashMicros;

  /**
   * @param crashMicros time of the crash in microseconds since 1970, or null
   */
  TraceClock(TraceLogger logger, TraceHeader header, Long crashMicros) {
    this.logger = logger;
    this.frequency = header.frequency();
    this.crashMicros = crashMicros;
  }

  /** The name of the clock, or its number if it has no name. */
  static String label(long clock) {
    if (clock == COUNTER) {
      return "qpc";
    }
    return clock == SYSTEM_TIME ? "system_time" : Long.toString(clock);
  }

  /** Converts a clock value to microseconds since 1970, or {@link #NO_TIME}. */
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

  /** Converts a FILETIME to microseconds since 1970, or {@link #NO_TIME}. */
  static long microsOfFileTime(long fileTime) {
    Long micros = FileTime.timestamp(fileTime);
    return micros == null ? NO_TIME : micros;
  }

  /** Converts a time to a value in a table. */
  static Long orNull(long micros) {
    return micros == NO_TIME ? null : (Long) micros;
  }

  /** Seconds from a time to the crash. */
  Double secondsBeforeCrash(long micros) {
    return micros == NO_TIME || crashMicros == null
        ? null
        : (Double) ((crashMicros - micros) / 1e6);
  }
}
