package org.crashtag.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.crashtag.sample.Fleet;
import org.crashtag.storage.LocalStorage;

/**
 * Times {@code crashtag run} with all decoders against the same with the KMDF decoder alone, as
 * whole processes in interleaved pairs over two sizes of one fleet; the result is the processor
 * time per additional dump.
 */
public final class DecodersBenchmark {
  private final Path work;

  private DecodersBenchmark(Path target) {
    this.work = target.resolve("bench");
  }

  /** Seconds of processor time over one size. */
  private record Pair(int dumps, double kmdf, double all) {}

  /** Arguments: the build's folder, pairs, and the two sizes. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    DecodersBenchmark benchmark = new DecodersBenchmark(Path.of(arguments[0]));
    int pairs = Integer.parseInt(arguments[1]);
    Pair small = benchmark.measure(Integer.parseInt(arguments[2]), pairs);
    Pair large = benchmark.measure(Integer.parseInt(arguments[3]), pairs);
    int more = large.dumps - small.dumps;
    double kmdf = (large.kmdf - small.kmdf) / more;
    double all = (large.all - small.all) / more;
    System.out.printf(
        Locale.ROOT,
        "processor per further dump: KMDF alone %.3f ms, all decoders %.3f ms: %.2f times%n",
        kmdf * 1e3,
        all * 1e3,
        all / kmdf);
  }

  private Pair measure(int dumps, int pairs) throws IOException, InterruptedException {
    Path archive = work.resolve("archive-" + dumps);
    if (!Files.exists(archive)) {
      Fleet.write(archive, dumps, 1, 2, done -> {});
    }
    List<Double> kmdf = new ArrayList<>();
    List<Double> all = new ArrayList<>();
    for (int pair = 0; pair < pairs; pair++) {
      kmdf.add(seconds(archive, List.of("--tag", "kmdf")));
      all.add(seconds(archive, List.of()));
    }
    Pair result = new Pair(dumps, median(kmdf), median(all));
    System.out.printf(
        Locale.ROOT,
        "%,d dumps: KMDF alone %.2f s, all decoders %.2f s of processor time%n",
        dumps,
        result.kmdf,
        result.all);
    return result;
  }

  private static double median(List<Double> values) {
    Collections.sort(values);
    return values.get(values.size() / 2);
  }

  private double seconds(Path archive, List<String> more) throws IOException, InterruptedException {
    Path output = work.resolve("tables");
    new LocalStorage().delete(output.toString());
    Path time = work.resolve("processor-time");
    Path log = work.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC"));
    command.add("-Dcrashtag.config=" + work.resolve("config"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of("org.crashtag.bench.Measured", time.toString()));
    command.addAll(List.of("org.crashtag.cli.Main", "run", "--max-rejects", "100%"));
    command.addAll(List.of("--input", archive.toString(), "--output", output.toString()));
    command.addAll(more);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (process.waitFor() != 0) {
      throw new IOException("the run failed: " + Files.readString(log));
    }
    return Long.parseLong(Files.readString(time)) / 1e9;
  }
}
