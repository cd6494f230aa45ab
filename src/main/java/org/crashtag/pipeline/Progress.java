package org.crashtag.pipeline;

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

  /** That of a run; one that nobody watches where the run was begun in another process. */
  static Progress of(String run) {
    return RUNNING.computeIfAbsent(run, ignored -> new Progress());
  }

  /** Makes this the progress of a run, too: each batch is one. */
  void follow(String run) {
    RUNNING.put(run, this);
  }

  static void forget(String run) {
    RUNNING.remove(run);
  }

  void compared(long listed, long known) {
    sources = listed;
    unchanged = known;
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

  /** Sources that are finished. */
  public long done() {
    return done.get();
  }

  /** Rejects so far. */
  public long rejects() {
    return rejects.get();
  }
}
