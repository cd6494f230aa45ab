package org.crashtag.pipeline;

import java.util.Map;
import org.apache.beam.sdk.metrics.Metrics;
import org.crashtag.store.StageTime;

/**
 * The manifest's counts as Beam's metrics, under the same names: {@code crashtag} is the namespace
 * of counts and durations, {@code crashtag.rejects} that of rejects by reason. Those in {@code
 * crashtag.progress} are counted file by file, and again when a bucket is attempted again.
 */
final class Counters {
  static final String COUNTS = "crashtag";
  static final String REJECTS = "crashtag.rejects";
  static final String PROGRESS = "crashtag.progress";

  /** The metric with the number of identified sources, which is not in the manifest. */
  static final String IDENTIFIED = "identified";

  /** The metric of files that are finished. */
  static final String DONE = "done";

  /** The metric of rejects. */
  static final String REJECTED = "rejected";

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
