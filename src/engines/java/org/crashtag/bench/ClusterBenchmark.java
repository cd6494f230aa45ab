package org.crashtag.bench;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
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
import org.crashtag.testing.Await;
import org.crashtag.testing.FakeS3;
import org.crashtag.testing.FlinkProcesses;
import org.crashtag.testing.SparkProcesses;
import org.crashtag.testing.TestKey;

/**
 * A job on a running cluster: the processor time of all its processes against that of Beam's own
 * runner, and how the wall time falls with the number of workers. Needs the jars that {@code mvn
 * -Pflink package} and {@code mvn -f src/engines/flink package} make, or those of Spark. Linux only.
 *
 * <p>With {@code -Dbench.kind=flink} or {@code spark}, {@code bench.small} dumps lie on the local
 * disk. With {@code -Dbench.kind=scaling}, they lie in an object store in this process, which
 * answers each request so late ({@code bench.large} milliseconds) that the processors of one machine
 * are enough for four task managers of Flink.
 */
public final class ClusterBenchmark {
  private static final String BUCKET = "bench";

  /** Of {@code /proc/PID/stat}, after the name: utime, stime, cutime, cstime. */
  private static final int FIRST_TIME = 11;

  private static final double TICKS_PER_SECOND = 100;

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
      switch (arguments[4]) {
        case "scaling" -> benchmark.scaling(dumps, Integer.parseInt(arguments[3]));
        case "flink" -> benchmark.flink(dumps);
        case "spark" -> benchmark.spark(dumps);
        default -> throw new IllegalArgumentException(arguments[4] + ": flink, spark or scaling");
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

  private void flink(int dumps) throws Exception {
    String one = archive(1);
    String many = archive(dumps);
    double alone = ofLocalRunner(dumps);
    for (int taskManagers : new int[] {1, 2}) {
      int slots = 2 / taskManagers;
      try (FlinkProcesses flink =
          new FlinkProcesses(folder.resolve("flink-" + taskManagers), taskManagers, slots)) {
        // Flink's own classes are loaded and compiled by the first job.
        onFlink(flink, one, Map.of());
        Cost start = median(() -> onFlink(flink, one, Map.of()));
        Cost all = median(() -> onFlink(flink, many, Map.of()));
        say("Flink, " + taskManagers + " task managers of " + slots + " slots", start, all, alone);
      }
    }
  }

  private void spark(int dumps) throws Exception {
    String one = archive(1);
    String many = archive(dumps);
    double alone = ofLocalRunner(dumps);
    try (SparkProcesses spark = new SparkProcesses(folder.resolve("spark"), 2, Map.of())) {
      Cost start = median(() -> onSpark(spark, one));
      Cost all = median(() -> onSpark(spark, many));
      say("Spark, 2 workers of 1 core", start, all, alone);
    }
  }

  /** The processor time of Beam's own runner, its start subtracted. */
  private double ofLocalRunner(int dumps) throws Exception {
    Cost start = median(() -> alone(archive(1)));
    Cost all = median(() -> alone(archive(dumps)));
    System.out.printf(
        Locale.ROOT, "Beam's own runner:%n  1 dump: %s%n  %,d dumps: %s%n", start, dumps, all);
    return all.processor() - start.processor();
  }

  private static void say(String cluster, Cost start, Cost all, double alone) {
    System.out.printf(
        Locale.ROOT,
        "%s:%n  1 dump: %s%n  all dumps: %s%n  starts subtracted, %.2f times the processor time%n",
        cluster,
        start,
        all,
        (all.processor() - start.processor()) / alone);
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
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
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
            ownClasses());
    List<String> command = java(classes, "org.crashtag.engine.FlinkJob");
    command.addAll(List.of("run", "--input", archive, "--output", output));
    command.addAll(List.of("--runner=FlinkRunner", "--flinkMaster=" + flink.master()));
    command.add("--shared-disk");
    List<Process> cluster = new ArrayList<>(flink.taskManagers());
    cluster.add(flink.jobManager());
    Cost cost = measure(command, environment, cluster);
    if (!remote) {
      new LocalStorage().delete(output);
    }
    return cost;
  }

  private Cost onSpark(SparkProcesses spark, String archive) throws Exception {
    String output = folder.resolve("tables").toString();
    String classes =
        String.join(
            File.pathSeparator,
            SparkProcesses.JAR.toString(),
            SparkProcesses.HOME.resolve("jars") + "/*",
            ownClasses());
    List<String> command = java(classes, "org.crashtag.engine.SparkJob");
    command.addAll(List.of("run", "--input", archive, "--output", output));
    command.addAll(List.of("--runner=SparkRunner", "--sparkMaster=" + spark.master()));
    command.add("--shared-disk");
    List<Process> cluster = new ArrayList<>(spark.workers());
    cluster.add(spark.masterProcess());
    Cost cost = measure(command, Map.of("SPARK_LOCAL_IP", "127.0.0.1"), cluster);
    new LocalStorage().delete(output);
    return cost;
  }

  private static String ownClasses() throws URISyntaxException {
    return Path.of(Measured.class.getProtectionDomain().getCodeSource().getLocation().toURI())
        .toString();
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
      List<String> command, Map<String, String> environment, List<Process> cluster)
      throws Exception {
    command.addAll(List.of("--max-rejects", "100%", "--private-key", TestKey.file().toString()));
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    double before = processorTime(cluster);
    long start = System.nanoTime();
    RunProcess.finish(builder.start(), log);
    double wall = (System.nanoTime() - start) / 1e9;
    Await.until(
        "executors end",
        () -> cluster.stream().allMatch(process -> process.descendants().count() == 0));
    double after = processorTime(cluster);
    double driver = Long.parseLong(Files.readString(folder.resolve("processor"))) / 1e9;
    return new Cost(wall, driver, after - before);
  }

  /** In seconds, with that of processes that they had started and that have ended. */
  private static double processorTime(List<Process> processes) throws IOException {
    double ticks = 0;
    for (Process process : processes) {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      String[] values = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      for (int i = FIRST_TIME; i < FIRST_TIME + 4; i++) {
        ticks += Long.parseLong(values[i]);
      }
    }
    return ticks / TICKS_PER_SECOND;
  }
}
