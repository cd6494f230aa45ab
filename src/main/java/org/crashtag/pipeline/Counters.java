package org.crashtag.pipeline;

import java.util.Map;
import org.apache.beam.sdk.metrics.Metrics;
import org.crashtag.store.StageTime;

/**
 * The manifest's counts as Beam's metrics, under the same names: {@code crashtag} is the namespace
 * of counts and durations, {@code crashtag.rejects} that of rejects by reason.
 */
final class Counters {
  static final String COUNTS = "crashtag";
  static final String REJECTS = "crashtag.rejects";

  /** The metric with the number of identified sources, which is not in the manifest. */
  static final String IDENTIFIED = "identified";

  private Counters() {}

  /** Adds counts to the metrics of a namespace. */
  static void add(String namespace, Map<String, Long> counts) {
    counts.forEach((name, count) -> Metrics.counter(namespace, name).inc(count));
  }

  /** Adds the duration of a stage and returns it. */
  static StageTime add(StageTime time) {
    add(COUNTS, time.counts());
    return time;
  }
}
