package org.crashtag.decode.graphics;

import java.util.Optional;
import org.crashtag.bytes.Bytes;
import org.crashtag.decode.Coverage;

/**
 * The circular logs of NVIDIA's driver.
 *
 * <pre>
 * NvLog:     1 version  2 flags  3 signature  6 tags of the buffers  7 buffer, repeated
 * flags:     bits 29-30, time stamps: 0 none, 1 u32 seconds, 2 u32 seconds and u32 microseconds
 * signature: u32 build time of the driver, in seconds since 1970  u32 x 3
 * </pre>
 *
 * <p>Sources: NVIDIA/open-gpu-kernel-modules (MIT), {@code nvlog_defs.h}; the numbers of the fields
 * are measured. Time stamps that are differences (3) do not occur in known dumps; such a log is not
 * read.
 */
final class NvLog {
  private static final int VERSION = 1;
  private static final int FLAGS = 2;
  private static final int SIGNATURE = 3;
  private static final int TAGS = 6;
  private static final int BUFFER = 7;
  private static final int TIME_SHIFT = 29;
  private static final int TIME_MASK = 3;
  private static final int MOST_TIME_WORDS = 2;

  /** Receives the records of the logs. */
  @FunctionalInterface
  interface Receiver {
    void take(NvLogRecord entry);
  }

  private NvLog() {}

  /** Build time of the driver in seconds since 1970; null if unknown. */
  static Long built(WireMessage log) {
    Bytes signature = null;
    while (signature == null && log.next()) {
      signature = log.number() == SIGNATURE ? log.content() : null;
    }
    return signature == null || signature.length() < 4 ? null : (Long) signature.u32(0);
  }

  /** Reads a log; false if it is not one. */
  static boolean read(WireMessage log, Receiver taker) {
    if (log == null) {
      return false;
    }
    int timeWords = timeWords(log.uncounted());
    boolean hasFlags = false;
    boolean hasVersion = false;
    boolean hasSignature = false;
    boolean hasTags = false;
    while (log.next()) {
      switch (log.number()) {
        case VERSION -> hasVersion = hasVersion || log.varint() != null;
        case FLAGS -> hasFlags = hasFlags || log.varint() != null;
        case SIGNATURE -> hasSignature = hasSignature || log.content() != null;
        case TAGS -> hasTags = hasTags || log.content() != null;
        case BUFFER -> readBuffer(log.carrier(), timeWords, log.coverage(), taker);
        default -> {
          // A field that no table shows.
        }
      }
    }
    return true;
  }

  private static int timeWords(WireMessage log) {
    Long flags = null;
    while (flags == null && log.next()) {
      flags = log.number() == FLAGS ? log.varint() : null;
    }
    return flags == null ? 0 : (int) (flags >>> TIME_SHIFT) & TIME_MASK;
  }

  private static void readBuffer(Bytes buffer, int timeWords, Coverage coverage, Receiver taker) {
    if (buffer != null && timeWords <= MOST_TIME_WORDS) {
      Optional<NvRing> ring = NvRing.of(buffer, coverage);
      ring.ifPresent(found -> found.read(timeWords, coverage, taker));
    }
  }
}
