package org.crashtag.decode.graphics;

import java.math.BigInteger;

/**
 * The clock of NVIDIA's driver. Time stamps are ticks since boot.
 *
 * @param frequency ticks per second; null if unknown
 * @param timestamp ticks at the time the driver wrote its data; null if unknown
 * @param systemTime that time in microseconds since 1970; null if unknown
 */
record NvClock(Long frequency, Long timestamp, Long systemTime) {
  private static final BigInteger MICROS_PER_SECOND = BigInteger.valueOf(1_000_000);

  /** The last microsecond of the year 9999. */
  private static final long LAST_MICROS = 253_402_300_799_999_999L;

  /** Time at which the driver wrote its data, in microseconds since 1970; null if invalid. */
  Long dumpMicros() {
    return systemTime == null || systemTime < 0 || systemTime > LAST_MICROS ? null : systemTime;
  }

  /**
   * Converts a time stamp to microseconds since 1970.
   *
   * @param ticks null if there is none
   * @return null if the clock or time stamp is unknown, or the time stamp is later than the data
   */
  Long micros(Long ticks) {
    if (ticks == null || timestamp == null || dumpMicros() == null) {
      return null;
    }
    if (frequency == null || frequency == 0 || Long.compareUnsigned(ticks, timestamp) > 0) {
      return null;
    }
    // The product needs more than 64 bits.
    BigInteger before =
        unsigned(timestamp - ticks).multiply(MICROS_PER_SECOND).divide(unsigned(frequency));
    BigInteger micros = BigInteger.valueOf(systemTime).subtract(before);
    return micros.signum() < 0 ? null : micros.longValueExact();
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }
}
