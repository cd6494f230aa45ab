package org.crashtag.pipeline;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** How far a run in this process is; elsewhere Beam's metrics of the same names tell. */
public final class Progress {
  private static final Map<String, Progress> RUNNING = new ConcurrentHashMap<>();

  private final AtomicLong identified = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong rejects = new AtomicLong();
  private volatile long sources;
  private volatile long unchanged;
  private volatile int batches;

  /** New sources of each batch that was begun, by the batch's run. */
  private final Map<String, Long> begun = new ConcurrentHashMap<>();

  /** That of a run; one that nobody watches where the run was begun in another process. */
  static Progress of(String run) {
    return RUNNING.computeIfAbsent(run, ignored -> new Progress());
  }

  /**
   * Makes this the progress of a run, too: each batch is one.
   *
   * @param newSources of the batch
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

  /** Sources listed. */
  public long sources() {
    return sources;
  }

  /** Sources that were looked at. */
  public long identified() {
    return identified.get();
  }

  /** Sources that an earlier run knows and that haven't changed. */
  public long unchanged() {
    return unchanged;
  }

  /** Commits that the run will make; 0 while it lists. */
  public int batches() {
    return batches;
  }

  /**
   * Of this run's batches those that were committed.
   *
   * @param runs that the output folder has
   */
  public int committed(Collection<String> runs) {
    return (int) runs.stream().filter(begun::containsKey).count();
  }

  /**
   * Of the sources that no earlier run knows, those that weren't committed yet.
   *
   * @param runs that the output folder has
   */
  public long left(Collection<String> runs) {
    long committed = runs.stream().mapToLong(run -> begun.getOrDefault(run, 0L)).sum();
    return sources - unchanged - committed;
  }

  /** Sources that are finished. */
  public long done() {
    return done.get();
  }

  /** Rejects so far. */
  public long rejects() {
    return rejects.get();
  }
}
