package org.crashtag.pipeline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.crashtag.source.SourceFile;

/**
 * Which files are left to a later run: those that may still be being written, and those that could
 * not be read a short time ago.
 *
 * <p>A file is settled if its last change is long enough ago. A store's clock can differ from this
 * machine's, so a file is also settled if it was seen in an earlier listing, long enough ago by
 * this machine's clock, and hasn't changed since.
 *
 * <p>Not thread-safe.
 */
public final class Patience {
  /** Takes all files. */
  public static final Patience NONE = new Patience(Duration.ZERO, Duration.ZERO, Clock.systemUTC());

  /**
   * How many young files are remembered; for further ones, only the time of their last change
   * decides.
   */
  private static final int MOST_REMEMBERED = 1_000_000;

  private final Duration age;
  private final Duration retry;
  private final Clock clock;

  /** When each young file of the last listing was seen first, in milliseconds. */
  private Map<SourceFile, Long> seen = new HashMap<>();

  private Map<SourceFile, Long> seenNow = new HashMap<>();
  private long now;
  private long young;

  /**
   * @param age since the last change; zero for all files
   * @param retry after which a file is read again that could not be read
   */
  public Patience(Duration age, Duration retry, Clock clock) {
    this.age = age;
    this.retry = retry;
    this.clock = clock;
  }

  /** A listing begins. */
  void begin() {
    seen = seenNow;
    seenNow = new HashMap<>();
    now = clock.millis();
    young = 0;
  }

  /** Whether a file is settled; each is asked for once in a listing. */
  boolean isSettled(SourceFile file) {
    if (age.isZero() || now - file.modifiedMicros() / 1_000 >= age.toMillis()) {
      return true;
    }
    long first = seen.getOrDefault(file, now);
    if (now - first >= age.toMillis()) {
      return true;
    }
    if (seenNow.size() < MOST_REMEMBERED) {
      seenNow.put(file, first);
    }
    young++;
    return false;
  }

  /**
   * Whether a file that could not be read is read again.
   *
   * @param tried when it was tried
   */
  boolean isRetried(Instant tried) {
    return !tried.plus(retry).isAfter(clock.instant());
  }

  /** The files that this listing left alone. */
  long young() {
    return young;
  }
}
