package org.crashtag.mutate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Millions of mutated inputs. {@code mutate.cases} is their number and {@code mutate.first} the
 * number of the first; each case can be repeated by its number alone.
 */
@Tag("mutate")
class MutationTest {
  private static final long CASES = Long.getLong("mutate.cases", 2_100_000);
  private static final long FIRST = Long.getLong("mutate.first", 1);
  private static final long MOST_NANOS = 5_000_000_000L;

  /** If a case takes this long, it may never end. */
  private static final long HANG_NANOS = 60_000_000_000L;

  @TestFactory
  Stream<DynamicTest> kinds() throws IOException {
    List<MutationKind> kinds = MutationKinds.all();
    long weights = kinds.stream().mapToLong(MutationKind::weight).sum();
    return kinds.stream()
        .map(
            kind -> {
              long cases = (CASES * kind.weight() + weights - 1) / weights;
              return dynamicTest(kind.name(), () -> run(kind, cases));
            });
  }

  private static void run(MutationKind kind, long cases) throws IOException {
    Mutator mutator = new Mutator(kind.seeds());
    for (int seed = 0; seed < kind.seeds().size(); seed++) {
      byte[] whole = kind.seeds().get(seed).clone();
      attempt(kind, seed, whole, "seed " + seed);
    }
    long came = 0;
    long slowest = 0;
    long slowestCase = FIRST;
    long start = System.nanoTime();
    try (Watch watch = new Watch(kind.name())) {
      for (long number = FIRST; number < FIRST + cases; number++) {
        byte[] input = mutator.input(number);
        long began = System.nanoTime();
        watch.begin(number, began);
        came += attempt(kind, mutator.seed(number), input, "case " + number);
        long took = System.nanoTime() - began;
        if (took > slowest) {
          slowest = took;
          slowestCase = number;
        }
      }
    }
    report(kind.name(), cases, came, slowest, slowestCase, System.nanoTime() - start);
    assertThat(slowest).as("case " + slowestCase + " of " + kind.name()).isLessThan(MOST_NANOS);
  }

  private static int attempt(MutationKind kind, int seed, byte[] input, String what) {
    try {
      return kind.read(seed, input);
    } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(what + " of " + kind.name() + ": " + e, e);
    }
  }

  private static void report(
      String kind, long cases, long came, long slowest, long slowestCase, long nanos)
      throws IOException {
    String line =
        String.format(
            "%-28s %9d cases %12d results  slowest %5d ms (case %d)  %6d s%n",
            kind, cases, came, slowest / 1_000_000, slowestCase, nanos / 1_000_000_000L);
    Path file = Path.of("target", "mutations.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        line,
        java.nio.file.StandardOpenOption.CREATE,
        java.nio.file.StandardOpenOption.APPEND);
    System.out.print(line);
  }

  /** Ends the process if a case doesn't end, and prints which one. */
  private static final class Watch implements AutoCloseable {
    private volatile long number;
    private volatile long began;
    private volatile boolean ended;

    Watch(String kind) {
      Thread thread = new Thread(() -> watch(kind), "watch");
      thread.setDaemon(true);
      this.began = System.nanoTime();
      thread.start();
    }

    void begin(long caseNumber, long nanos) {
      number = caseNumber;
      began = nanos;
    }

    @Override
    public void close() {
      ended = true;
    }

    private void watch(String kind) {
      while (!ended) {
        try {
          Thread.sleep(1000);
        } catch (InterruptedException e) {
          return;
        }
        if (!ended && System.nanoTime() - began > HANG_NANOS) {
          System.err.println("case " + number + " of " + kind + " doesn't end");
          Runtime.getRuntime().halt(1);
        }
      }
    }
  }
}
