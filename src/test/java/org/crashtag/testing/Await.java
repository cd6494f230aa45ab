package org.crashtag.testing;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what other processes do. */
public final class Await {
  /** So long that only something that never happens takes longer. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private Await() {}

  /**
   * Returns when a condition holds.
   *
   * @param what is awaited, for the message if it doesn't come
   */
  public static void until(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + LONGEST.toMinutes() + " minutes: " + what);
      }
      Thread.sleep(50);
    }
  }
}
