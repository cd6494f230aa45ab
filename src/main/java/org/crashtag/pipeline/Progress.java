package org.crashtag.pipeline;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;

/**
 * How far a run is. Each step counts in Beam's metrics, which the runner brings together, some when
 * a step has ended only; what runs in the process that watches is seen at once.
 */
public final class Progress {
  private static final Map<String, Progress> RUNNING = new ConcurrentHashMap<>();

  private final Tally identified = new Tally(Counters.COUNTS, Counters.IDENTIFIED);
  private final Tally done = new Tally(Counters.PROGRESS, Counters.DONE);
  private final Tally rejects = new Tally(Counters.PROGRESS, Counters.REJECTED);
  private volatile long sources;
  private volatile long unchanged;
  private volatile int batches;

  /** The number of new sources in each batch that was started, by the run of the batch. */
  private final Map<String, Long> begun = new ConcurrentHashMap<>();

  /** One count, over all batches. */
  private static final class Tally {
    private final Counter metric;
    private final AtomicLong here = new AtomicLong();
    private long before;
    private volatile long reported;

    Tally(String namespace, String name) {
      metric = Metrics.counter(namespace, name);
    }

    void add(long count) {
      here.addAndGet(count);
      metric.inc(count);
    }

    void begin() {
      before = get();
    }

    /** The metrics are those of one batch. */
    void report(MetricQueryResults results) {
      long sum = 0;
      for (MetricResult<Long> counter : results.getCounters()) {
        if (counter.getName().equals(metric.getName())) {
          sum += counter.getAttempted();
        }
      }
      reported = before + sum;
    }

    long get() {
      return Math.max(here.get(), reported);
    }
  }

  /** The progress of a run; an unobserved one if the run was started in another process. */
  static Progress of(String run) {
    Progress watched = RUNNING.get(run);
    return watched == null ? new Progress() : watched;
  }

  /** Takes in what a runner knows of a batch. */
  void report(MetricResults metrics) {
    MetricQueryResults results =
        metrics.queryMetrics(
            MetricsFilter.builder()
                .addNameFilter(MetricNameFilter.inNamespace(Counters.COUNTS))
                .addNameFilter(MetricNameFilter.inNamespace(Counters.PROGRESS))
                .build());
    identified.report(results);
    done.report(results);
    rejects.report(results);
  }

  /**
   * Starts a batch, which is a run by itself.
   *
   * @param newSources number of new sources in the batch
   */
  void follow(String run, long newSources) {
    begun.put(run, newSources);
    identified.begin();
    done.begin();
    rejects.begin();
    RUNNING.put(run, this);
  }

  static void forget(String run) {
    RUNNING.remove(run);
  }

  void compared(NewSources compared) {
    sources = compared.listed();
    unchanged = compared.unchanged();
    batches = compared.batches();
  }

  void addIdentified() {
    identified.add(1);
  }

  void addDone(long count) {
    done.add(count);
  }

  void addReject() {
    rejects.add(1);
  }

  /** The number of listed sources. */
  public long sources() {
    return sources;
  }

  /** The number of identified sources. */
  public long identified() {
    return identified.get();
  }

  /** The number of sources that earlier runs know and that haven't changed. */
  public long unchanged() {
    return unchanged;
  }

  /** The number of batches; 0 while sources are listed. */
  public int batches() {
    return batches;
  }

  /**
   * The number of committed batches.
   *
   * @param runs the committed runs of the output folder
   */
  public int committed(Collection<String> runs) {
    return (int) runs.stream().filter(begun::containsKey).count();
  }

  /**
   * The number of new sources that aren't committed yet.
   *
   * @param runs the committed runs of the output folder
   */
  public long left(Collection<String> runs) {
    long committed = runs.stream().mapToLong(run -> begun.getOrDefault(run, 0L)).sum();
    return sources - unchanged - committed;
  }

  /** The number of finished sources. */
  public long done() {
    return done.get();
  }

  /** The number of rejects so far. */
  public long rejects() {
    return rejects.get();
  }
}
