package org.crashtag.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Does something for the next items of a sequence while the current one is used, several at once: a
 * store answers in tens of milliseconds, however many it is asked. Results come in the order of the
 * items.
 *
 * @param <T> an item
 * @param <R> what is prepared for it; closed if it isn't taken
 */
public final class Ahead<T, R extends Closeable> implements Closeable {
  /** Most items ahead. */
  public static final int MOST = 16;

  /** Most bytes that are held ahead; one item may exceed it. */
  private static final long MOST_BYTES = 24L << 20;

  private final Iterator<T> items;
  private final Preparation<T, R> work;
  private final ArrayDeque<Entry<T, R>> begun = new ArrayDeque<>();
  private ExecutorService threads;
  private long bytes;

  /** What is done ahead. */
  public interface Preparation<T, R> {
    /** Whether it is worth doing ahead for this item; otherwise nothing is done. */
    boolean isWorthIt(T item);

    /** An estimate of the memory that the result takes. */
    long bytes(T item);

    /** Does it, on another thread. */
    R prepare(T item) throws IOException;
  }

  private record Entry<T, R>(T item, Future<R> result, long bytes) {}

  /** Begins with nothing. */
  public Ahead(Iterator<T> items, Preparation<T, R> work) {
    this.items = items;
    this.work = work;
  }

  /** Whether there is another item. */
  public boolean hasNext() {
    begin();
    return !begun.isEmpty();
  }

  /** The item that {@link #take} is about. */
  public T item() {
    begin();
    return begun.getFirst().item;
  }

  /**
   * Waits for what was prepared for the item, and goes on to the next one. The caller closes it.
   *
   * @return empty if it wasn't worth it
   * @throws IOException that the work ended with
   */
  public Optional<R> take() throws IOException {
    begin();
    Entry<T, R> first = begun.removeFirst();
    bytes -= first.bytes;
    if (first.result == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(first.result.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  private static IOException rethrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof RuntimeException exception) {
      throw exception;
    }
    return (IOException) cause;
  }

  private void begin() {
    while (begun.size() < MOST && items.hasNext() && (bytes < MOST_BYTES || begun.isEmpty())) {
      T item = items.next();
      if (work.isWorthIt(item)) {
        long size = work.bytes(item);
        bytes += size;
        begun.add(new Entry<>(item, threads().submit(() -> work.prepare(item)), size));
      } else {
        begun.add(new Entry<>(item, null, 0));
      }
    }
  }

  private ExecutorService threads() {
    if (threads == null) {
      threads =
          Executors.newFixedThreadPool(
              MOST,
              task -> {
                Thread thread = new Thread(task, "ahead");
                thread.setDaemon(true);
                return thread;
              });
    }
    return threads;
  }

  /** Gives up what wasn't taken. */
  @Override
  public void close() throws IOException {
    if (threads == null) {
      return;
    }
    threads.shutdownNow();
    for (Entry<T, R> entry : begun) {
      if (entry.result != null && !entry.result.cancel(true)) {
        closeQuietly(entry.result);
      }
    }
    begun.clear();
  }

  private static <R extends Closeable> void closeQuietly(Future<R> result) throws IOException {
    try {
      result.get().close();
    } catch (ExecutionException | CancellationException e) {
      // Its item isn't used any more, so neither is its fault.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
