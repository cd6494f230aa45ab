package org.crashtag.pipeline;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.testing.StoppingStorage;
import org.crashtag.testing.StoppingStorage.Call;

/**
 * Attempts that their runner thinks lost, and that go on in threads of their own: at once, or when
 * the run is committed. Static, since a runner copies its steps.
 */
final class LostAttempts {
  /** Which call of an attempt is held: nothing was written, a part, or several parts. */
  private static final List<Integer> HELD = List.of(1, 2, 9);

  /** Something that is attempted. */
  interface Attempt<T> {
    List<T> run() throws IOException;
  }

  private static final Map<String, FutureTask<? extends List<?>>> ATTEMPTS =
      new ConcurrentHashMap<>();
  private static final List<StoppingStorage> STORAGES = new CopyOnWriteArrayList<>();
  private static final ThreadLocal<Storage> STORAGE = ThreadLocal.withInitial(LocalStorage::new);
  private static volatile boolean held;

  private LostAttempts() {}

  /**
   * Forgets all attempts, and gives storages for new ones.
   *
   * @param holding whether lost attempts are held until {@link #goOn}
   */
  static StorageFactory storages(boolean holding) {
    ATTEMPTS.clear();
    STORAGES.clear();
    held = holding;
    return () -> STORAGE.get();
  }

  static boolean held() {
    return held;
  }

  /** What was attempted and lost, sorted. */
  static List<String> names() {
    return ATTEMPTS.keySet().stream().sorted().toList();
  }

  /**
   * Starts an attempt, the first under its name, in a thread of its own; a held one has come to its
   * call then.
   *
   * @return whether it was the first
   */
  static <T> boolean lose(String name, int number, Attempt<T> attempt) throws IOException {
    StoppingStorage storage =
        new StoppingStorage(
            held ? HELD.get(number % HELD.size()) : Integer.MAX_VALUE,
            EnumSet.of(Call.CREATE, Call.CREATE_ONCE));
    FutureTask<List<T>> task =
        new FutureTask<>(
            () -> {
              STORAGE.set(storage);
              try {
                return attempt.run();
              } finally {
                storage.end();
              }
            });
    if (ATTEMPTS.putIfAbsent(name, task) != null) {
      return false;
    }
    STORAGES.add(storage);
    new Thread(task, "lost " + name).start();
    if (held) {
      try {
        storage.awaitStop();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    return true;
  }

  /**
   * What an attempt gave.
   *
   * @throws IOException if it failed
   */
  @SuppressWarnings("unchecked")
  static <T> List<T> result(String name) throws IOException, InterruptedException {
    try {
      return (List<T>) ATTEMPTS.get(name).get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  /** Lets all held attempts go on and waits for their ends, which may be failures. */
  static void goOn() throws InterruptedException {
    STORAGES.forEach(StoppingStorage::goOn);
    for (FutureTask<? extends List<?>> attempt : ATTEMPTS.values()) {
      try {
        attempt.get();
      } catch (ExecutionException e) {
        // Its lists were removed with the commit of the run.
        if (!(e.getCause() instanceof IOException)) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
