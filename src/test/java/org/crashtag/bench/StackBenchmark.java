package org.crashtag.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.crashtag.decode.WalkOptions;
import org.crashtag.sample.Fleet;

/**
 * Times the crash analysis: the plain loop, which decodes and writes all tables, with and without
 * it, in interleaved pairs on one thread. The result is the processor time per dump, including the
 * rows of {@code stack_frames} and {@code device_stacks}.
 */
public final class StackBenchmark {
  private static final int WARM_UP_PAIRS = 2;

  private final String archive;
  private final Path output;

  private StackBenchmark(String archive, Path output) {
    this.archive = archive;
    this.output = output;
  }

  /** Arguments: the build's folder, pairs, and the number of dumps to use. */
  public static void main(String[] arguments) throws IOException {
    Path work = Path.of(arguments[0]).resolve("bench");
    int pairs = Integer.parseInt(arguments[1]);
    int dumps = Integer.parseInt(arguments[2]);
    Path archive = work.resolve("archive-" + dumps);
    if (!Files.exists(archive)) {
      Fleet.write(archive, dumps, 1, 2, done -> {});
    }
    new StackBenchmark(archive.toString(), work.resolve("stack-tables")).measure(pairs);
  }

  private static WalkOptions withoutStack() {
    WalkOptions all = WalkOptions.all();
    return new WalkOptions(
        all.modules(), false, all.tags(), all.keep(), all.hashAll(), all.privacy(), all.settings());
  }

  private void measure(int pairs) throws IOException {
    List<Double> without = new ArrayList<>();
    List<Double> with = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int pair = -WARM_UP_PAIRS; pair < pairs; pair++) {
      double less = milliseconds(withoutStack());
      double more = milliseconds(WalkOptions.all());
      if (pair >= 0) {
        without.add(less);
        with.add(more);
        ratios.add(more / less);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "processor per dump: without %.3f ms, with %.3f ms: %.3f times (medians of %d pairs)%n",
        median(without),
        median(with),
        median(ratios),
        pairs);
  }

  private double milliseconds(WalkOptions options) throws IOException {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long dumps = PlainLoop.run(archive, output, options);
    long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    return (end - start) / 1e6 / dumps;
  }

  private static double median(List<Double> values) {
    Collections.sort(values);
    return values.get(values.size() / 2);
  }
}
