package org.crashtag.pipeline;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The progress of a run in this process. In other processes, Beam's metrics show it. */
public final class Progress {
  private static final Map<String, Progress> RUNNING = new ConcurrentHashMap<>();

  private final AtomicLong identified = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong rejects = new AtomicLong();
  private volatile long sources;
  private volatile long unchanged;
  private volatile int batches;

  /** The number of new sources in each batch that was started, by the run of the batch. */
  private final Map<String, Long> begun = new ConcurrentHashMap<>();

  /** The progress of a run; an unobserved one if the run was started in another process. */
  static Progress of(String run) {
    return RUNNING.computeIfAbsent(run, ignored -> new Progress());
  }

  /**
   * Starts a batch, which is a run by itself.
   *
   * @param newSources number of new sources in the batch
   */
  void follow(String run, long newSources) {
    begun.put(run, newSources);
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
    identified.incrementAndGet();
  }

  void addDone(long count) {
    done.addAndGet(count);
  }

  void addReject() {
    rejects.incrementAndGet();
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
