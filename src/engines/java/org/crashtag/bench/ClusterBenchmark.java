package org.crashtag.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.crashtag.sample.Fleet;
import org.crashtag.storage.LocalStorage;
import org.crashtag.testing.FakeS3;
import org.crashtag.testing.FlinkProcesses;
import org.crashtag.testing.SparkProcesses;
import org.crashtag.testing.TestKey;

/**
 * A job on a running Flink cluster: the processor time of all its processes against that of Beam's
 * own runner, and how the wall time falls with the number of task managers. Needs the jars that
 * {@code mvn -Pflink package} and {@code mvn -f src/engines/flink package} make.
 *
 * <p>With {@code -Dbench.kind=processor}, {@code bench.small} dumps lie on the local disk. With
 * {@code -Dbench.kind=scaling}, they lie in an object store in this process, which answers each
 * request so late ({@code bench.large} milliseconds) that the processors of one machine are enough
 * for four workers.
 */
public final class ClusterBenchmark {
  private static final String BUCKET = "bench";

  private final Path folder;
  private final int repeats;

  private ClusterBenchmark(Path folder, int repeats) {
    this.folder = folder;
    this.repeats = repeats;
  }

  /** Arguments: the build folder, repeats, dumps, milliseconds of latency, kind. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0], "cluster-benchmark"));
    ClusterBenchmark benchmark = new ClusterBenchmark(folder, Integer.parseInt(arguments[1]));
    int dumps = Integer.parseInt(arguments[2]);
    try {
      if (arguments[4].equals("scaling")) {
        benchmark.scaling(dumps, Integer.parseInt(arguments[3]));
      } else {
        benchmark.processor(dumps);
      }
    } finally {
      new LocalStorage().delete(folder.toString());
    }
  }

  /** What a run took: of the driver, and of the cluster's processes. */
  private record Cost(double wall, double driver, double cluster) {
    double processor() {
      return driver + cluster;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%.1f s wall, %.1f s processor (driver %.1f s)",
          wall,
          processor(),
          driver);
    }
  }

  private void processor(int dumps) throws Exception {
    String one = archive(1);
    String many = archive(dumps);
    Cost startAlone = median(() -> alone(one));
    Cost alone = median(() -> alone(many));
    System.out.println("Beam's own runner, 1 dump: " + startAlone);
    System.out.printf(Locale.ROOT, "Beam's own runner, %,d dumps: %s%n", dumps, alone);
    for (int taskManagers : new int[] {1, 2}) {
      int slots = 2 / taskManagers;
      try (FlinkProcesses flink =
          new FlinkProcesses(folder.resolve("flink-" + taskManagers), taskManagers, slots)) {
        // Flink's own classes are loaded and compiled by the first job.
        onFlink(flink, one, Map.of());
        Cost start = median(() -> onFlink(flink, one, Map.of()));
        Cost all = median(() -> onFlink(flink, many, Map.of()));
        String shape = taskManagers + " task managers of " + slots + " slots";
        System.out.println(shape + ", 1 dump: " + start);
        System.out.printf(Locale.ROOT, "%s, %,d dumps: %s%n", shape, dumps, all);
        System.out.printf(
            Locale.ROOT,
            "%s: %.2f times the processor time, starts subtracted%n",
            shape,
            (all.processor() - start.processor())
                / (alone.processor() - startAlone.processor()));
      }
    }
  }

  private void scaling(int dumps, int millis) throws Exception {
    Path archive = Path.of(archive(dumps));
    try (FakeS3 store = new FakeS3()) {
      store.makeBucket(BUCKET);
      put(store, archive, "many/");
      put(store, Path.of(archive(8)), "few/");
      store.failWhere(
          request -> {
            pause(millis);
            return Optional.empty();
          });
      Map<String, String> environment =
          Map.of(
              "AWS_ENDPOINT_URL", store.endpoint().toString(),
              "AWS_REGION", "us-east-1",
              "AWS_ACCESS_KEY_ID", "x",
              "AWS_SECRET_ACCESS_KEY", "x");
      double first = 0;
      for (int taskManagers : new int[] {1, 2, 4}) {
        try (FlinkProcesses flink =
            new FlinkProcesses(
                folder.resolve("flink-" + taskManagers), taskManagers, 1, environment)) {
          onFlink(flink, "s3://" + BUCKET + "/few", environment);
          Cost start = onFlink(flink, "s3://" + BUCKET + "/few", environment);
          double before = ownProcessorTime();
          Cost all = median(() -> onFlink(flink, "s3://" + BUCKET + "/many", environment));
          double ofStore = (ownProcessorTime() - before) / repeats;
          double seconds = all.wall - start.wall;
          first = taskManagers == 1 ? seconds : first;
          System.out.printf(
              Locale.ROOT,
              "%d task managers: 8 dumps %s%n  %,d dumps %s, store %.1f s%n  %.1f s without the"
                  + " start: %.2f of linear%n",
              taskManagers,
              start,
              dumps,
              all,
              ofStore,
              seconds,
              first / seconds / taskManagers);
        }
      }
    }
  }

  private static double ownProcessorTime() {
    return seconds(ProcessHandle.current());
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void put(FakeS3 store, Path folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        store.put(BUCKET, prefix + folder.relativize(file), file);
      }
    }
  }

  private String archive(int dumps) throws IOException {
    Path archive = folder.resolve("archive-" + dumps);
    if (!Files.exists(archive)) {
      Fleet.write(archive, dumps, 17, 5, done -> {});
    }
    return archive.toString();
  }

  private interface Run {
    Cost once() throws Exception;
  }

  /** The run of the median processor time. */
  private Cost median(Run run) throws Exception {
    List<Cost> costs = new ArrayList<>();
    for (int i = 0; i < repeats; i++) {
      costs.add(run.once());
    }
    costs.sort((a, b) -> Double.compare(a.processor(), b.processor()));
    return costs.get(costs.size() / 2);
  }

  private Cost alone(String archive) throws Exception {
    String output = folder.resolve("tables").toString();
    List<String> command = java(System.getProperty("java.class.path"), "org.crashtag.cli.Main");
    command.addAll(List.of("run", "--input", archive, "--output", output));
    Cost cost = measure(command, Map.of(), List.of());
    new LocalStorage().delete(output);
    return cost;
  }

  private static final AtomicInteger OUTPUTS = new AtomicInteger();

  private Cost onFlink(FlinkProcesses flink, String archive, Map<String, String> environment)
      throws Exception {
    boolean remote = archive.startsWith("s3:");
    String output =
        remote
            ? "s3://" + BUCKET + "/tables-" + OUTPUTS.incrementAndGet()
            : folder.resolve("tables").toString();
    String classes =
        String.join(
            File.pathSeparator,
            FlinkProcesses.JAR.toString(),
            FlinkProcesses.HOME.resolve("lib") + "/*",
            Path.of("target", "test-classes").toAbsolutePath().toString());
    List<String> command = java(classes, "org.crashtag.engine.FlinkJob");
    command.addAll(List.of("run", "--input", archive, "--output", output));
    command.addAll(List.of("--runner=FlinkRunner", "--flinkMaster=" + flink.master()));
    command.add("--shared-disk");
    List<ProcessHandle> cluster = new ArrayList<>();
    cluster.add(flink.jobManager().toHandle());
    flink.taskManagers().forEach(process -> cluster.add(process.toHandle()));
    Cost cost = measure(command, environment, cluster);
    if (!remote) {
      new LocalStorage().delete(output);
    }
    return cost;
  }

  /** A process that writes its own processor time when it ends. */
  private List<String> java(String classes, String main) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC"));
    for (String opened : SparkProcesses.OPENED) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.addAll(Arrays.asList("-cp", classes, Measured.class.getName()));
    command.addAll(List.of(folder.resolve("processor").toString(), main));
    return command;
  }

  private Cost measure(
      List<String> command, Map<String, String> environment, List<ProcessHandle> cluster)
      throws Exception {
    command.addAll(List.of("--max-rejects", "100%", "--private-key", TestKey.file().toString()));
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    double before = cluster.stream().mapToDouble(ClusterBenchmark::seconds).sum();
    long start = System.nanoTime();
    RunProcess.finish(builder.start(), log);
    double wall = (System.nanoTime() - start) / 1e9;
    double after = cluster.stream().mapToDouble(ClusterBenchmark::seconds).sum();
    double driver = Long.parseLong(Files.readString(folder.resolve("processor"))) / 1e9;
    return new Cost(wall, driver, after - before);
  }

  private static double seconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
  }
}
