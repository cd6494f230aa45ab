package org.crashtag.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does several things at once, each of which waits for a store. */
public final class Together {
  private static final int MOST = 16;

  private Together() {}

  /** One of them. */
  public interface Call {
    void run() throws IOException;
  }

  /**
   * Does all steps, up to 16 at once, and waits for them.
   *
   * @throws IOException if a step fails: its exception, with those of others as suppressed ones;
   *     steps that haven't begun by then are left out
   */
  public static void run(List<? extends Call> steps) throws IOException {
    if (steps.isEmpty()) {
      return;
    }
    if (steps.size() == 1) {
      steps.get(0).run();
      return;
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(MOST, steps.size()),
            task -> {
              Thread thread = new Thread(task, "together");
              thread.setDaemon(true);
              return thread;
            });
    List<Future<?>> results = new ArrayList<>();
    try {
      for (Call step : steps) {
        results.add(
            threads.submit(
                () -> {
                  step.run();
                  return null;
                }));
      }
      await(results, threads);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void await(List<Future<?>> results, ExecutorService threads) throws IOException {
    Throwable fault = null;
    for (Future<?> result : results) {
      if (fault != null && result.cancel(false)) {
        continue;
      }
      try {
        result.get();
      } catch (InterruptedException e) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      } catch (ExecutionException e) {
        if (fault == null) {
          fault = e.getCause();
        } else {
          fault.addSuppressed(e.getCause());
        }
      }
    }
    if (fault instanceof IOException io) {
      throw io;
    }
    if (fault instanceof Error error) {
      throw error;
    }
    if (fault != null) {
      throw (RuntimeException) fault;
    }
  }
}
