package org.crashtag.pipeline;

import java.time.Duration;

/** Measures the time since its creation. */
final class Stopwatch {
  private final long start = System.nanoTime();

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
