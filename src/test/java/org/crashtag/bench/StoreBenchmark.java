package org.crashtag.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.crashtag.sample.Fleet;
import org.crashtag.storage.LocalStorage;
import org.crashtag.testing.FakeS3;
import org.crashtag.testing.TestKey;

/**
 * How many dumps a second a run reads from an object store that answers each request late, with two
 * workers. The store is in this process, on the same processors.
 */
public final class StoreBenchmark {
  private static final String BUCKET = "bench";
  private static final int FEW = 8;

  private final FakeS3 store = new FakeS3();
  private final Path folder;
  private int outputs;

  private StoreBenchmark(Path folder) throws IOException {
    this.folder = folder;
    store.makeBucket(BUCKET);
  }

  /** Arguments: the build folder, repeats, dumps, milliseconds of latency. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0], "store-benchmark"));
    int repeats = Integer.parseInt(arguments[1]);
    int dumps = Integer.parseInt(arguments[2]);
    int millis = Integer.parseInt(arguments[3]);
    StoreBenchmark benchmark = new StoreBenchmark(folder);
    try {
      benchmark.put("few", FEW);
      benchmark.put("many", dumps);
      benchmark.store.failWhere(
          request -> {
            pause(millis);
            return Optional.empty();
          });
      for (int i = 0; i < repeats; i++) {
        double start = benchmark.run("few");
        double all = benchmark.run("many");
        System.out.printf(
            Locale.ROOT,
            "%d ms a request: %d dumps %.1f s, %,d dumps %.1f s: %.0f dumps a second, %.0f without"
                + " the start%n",
            millis,
            FEW,
            start,
            dumps,
            all,
            dumps / all,
            (dumps - FEW) / (all - start));
      }
    } finally {
      benchmark.store.close();
      new LocalStorage().delete(folder.toString());
    }
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void put(String name, int dumps) throws IOException {
    Path archive = folder.resolve(name);
    Fleet.write(archive, dumps, 17, 5, done -> {});
    try (Stream<Path> files = Files.walk(archive)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        store.put(BUCKET, name + "/" + archive.relativize(file), file);
      }
    }
  }

  /** The seconds of a run as a process of its own. */
  private double run(String archive) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "org.crashtag.cli.Main",
                "run"));
    outputs++;
    command.addAll(List.of("--input", "s3://" + BUCKET + "/" + archive));
    command.addAll(List.of("--output", "s3://" + BUCKET + "/tables-" + outputs));
    command.addAll(List.of("--max-rejects", "100%", "--private-key", TestKey.file().toString()));
    command.add("--targetParallelism=2");
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ENDPOINT_URL", store.endpoint().toString(),
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "x",
                "AWS_SECRET_ACCESS_KEY", "x"));
    long start = System.nanoTime();
    RunProcess.finish(builder.start(), log);
    return (System.nanoTime() - start) / 1e9;
  }
}
