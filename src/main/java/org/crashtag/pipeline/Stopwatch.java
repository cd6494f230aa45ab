package org.crashtag.pipeline;

import java.util.List;
import java.util.Map;
import org.crashtag.store.BucketResult;

/** Takes the time of one bucket in one stage. */
final class Stopwatch {
  /** It is no bucket's result, and has no parts. */
  private static final int NO_BUCKET = -1;

  private final String name;
  private final long start = System.nanoTime();

  Stopwatch(String stage) {
    this.name = "millis_" + stage;
  }

  /** The time as a count for the manifest; Beam's metric of the same name grows by it. */
  BucketResult stop() {
    long millis = (System.nanoTime() - start) / 1_000_000;
    Map<String, Long> counts = Map.of(name, millis);
    Counters.add(Counters.COUNTS, counts);
    return new BucketResult(NO_BUCKET, List.of(), null, List.of(), counts, Map.of());
  }
}
