package org.crashtag.pipeline;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.testing.ForwardingStorage;

/**
 * A run in a process of its own that ends without a word before or after one call of the storage
 * that changes something. Prints each such call.
 */
final class HaltingRun extends ForwardingStorage {
  /** The exit code of a process that halted. */
  static final int HALTED = 77;

  /** The calls that are counted. */
  static final Set<String> CHANGES =
      Set.of("create", "write", "close", "move", "replace", "copy", "delete", "force", "lock");

  private static final AtomicInteger CALLS = new AtomicInteger();
  private static int halting;
  private static boolean before;

  private HaltingRun() {
    super(new LocalStorage());
  }

  private static Storage of() {
    return new HaltingRun();
  }

  /**
   * Runs.
   *
   * @param arguments the archive, the output folder, the call's number from 1 (0 for none), and
   *     {@code before} or {@code after}
   */
  public static void main(String[] arguments) throws IOException {
    halting = Integer.parseInt(arguments[2]);
    before = arguments[3].equals("before");
    RunOptions options =
        TestRuns.options(List.of(arguments[0]), Path.of(arguments[1]), 1, "--targetParallelism=1");
    TestRuns.run(HaltingRun::of, options);
    System.exit(0);
  }

  /** Something that a call does. */
  private interface Step<T> {
    T run() throws IOException;
  }

  private static <T> T step(String name, String path, Step<T> step) throws IOException {
    int call = CALLS.incrementAndGet();
    System.out.println(name + " " + path);
    if (call == halting && before) {
      Runtime.getRuntime().halt(HALTED);
    }
    T result = step.run();
    if (call == halting) {
      Runtime.getRuntime().halt(HALTED);
    }
    return result;
  }

  private interface Effect {
    void run() throws IOException;
  }

  private static void effect(String name, String path, Effect effect) throws IOException {
    step(
        name,
        path,
        () -> {
          effect.run();
          return name;
        });
  }

  @Override
  public OutputStream create(String path) throws IOException {
    OutputStream stream = step("create", path, () -> super.create(path));
    return new FilterOutputStream(stream) {
      @Override
      public void write(byte[] bytes, int from, int size) throws IOException {
        effect("write", path, () -> out.write(bytes, from, size));
      }

      @Override
      public void close() throws IOException {
        effect("close", path, out::close);
      }
    };
  }

  @Override
  public void move(String from, String to) throws IOException {
    effect("move", from + " to " + to, () -> super.move(from, to));
  }

  @Override
  public void replace(String from, String to) throws IOException {
    effect("replace", from + " to " + to, () -> super.replace(from, to));
  }

  @Override
  public void copy(String from, String to) throws IOException {
    effect("copy", from + " to " + to, () -> super.copy(from, to));
  }

  @Override
  public void delete(String path) throws IOException {
    effect("delete", path, () -> super.delete(path));
  }

  @Override
  public void force(String path) throws IOException {
    effect("force", path, () -> super.force(path));
  }

  @Override
  public Optional<Closeable> lock(String path, String content) throws IOException {
    return step("lock", path, () -> super.lock(path, content));
  }
}
