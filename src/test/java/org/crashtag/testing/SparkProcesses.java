package org.crashtag.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Spark cluster of processes on this machine: a master and workers, which start executors. Needs
 * the jars that {@code mvn -f src/engines/spark package} collects.
 */
public final class SparkProcesses implements Closeable {
  /** Spark's folder. */
  public static final Path HOME = Path.of("target", "engines", "spark").toAbsolutePath();

  /** The job's jar. */
  public static final Path JAR = Path.of("target", "crashtag-spark.jar").toAbsolutePath();

  /** Packages of the JDK that Spark's and Flink's own launchers open. */
  public static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.text",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private final Path folder;
  private final Map<String, String> environment;
  private final int port;
  private final int pagePort;
  private final List<Process> processes = new ArrayList<>();
  private final List<Process> workers = new ArrayList<>();

  /**
   * Starts a cluster and waits until its workers have registered.
   *
   * @param folder for logs and what executors write
   * @param workers of one core each
   * @param environment more variables for the processes
   */
  public SparkProcesses(Path folder, int workers, Map<String, String> environment)
      throws Exception {
    this.folder = Files.createDirectories(folder);
    this.environment = Map.copyOf(environment);
    int[] ports = FlinkProcesses.freePorts(2);
    this.port = ports[0];
    this.pagePort = ports[1];
    try {
      start(
          "master",
          "org.apache.spark.deploy.master.Master",
          "--host",
          "127.0.0.1",
          "--port",
          Integer.toString(port),
          "--webui-port",
          Integer.toString(pagePort));
      Await.until("the master has started", () -> log("master").contains("New state: ALIVE"));
      for (int i = 0; i < workers; i++) {
        addWorker();
      }
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  /** Skips the test if the jars were not built, or not since the sources were changed. */
  public static void assumeBuilt() throws IOException {
    assumeTrue(
        Files.isDirectory(HOME.resolve("jars")),
        "no Spark in target/engines; \"mvn -f src/engines/spark package\" fetches it");
    assumeTrue(
        Files.isRegularFile(JAR),
        "no target/crashtag-spark.jar; \"mvn -Pspark-jar package\" builds it");
    assumeTrue(
        FlinkProcesses.isNewer(JAR),
        "target/crashtag-spark.jar is older than src/main; \"mvn -Pspark-jar package\"");
  }

  private String log(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".log"));
  }

  private Process start(String name, String main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC"));
    for (String opened : OPENED) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", HOME.resolve("jars") + "/*", main));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile());
    builder.environment().putAll(environment());
    builder.environment().putAll(environment);
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  /** What a process of Spark's needs in its environment. */
  public static Map<String, String> environment() {
    return Map.of(
        "SPARK_HOME",
        HOME.toString(),
        "SPARK_SCALA_VERSION",
        "2.12",
        "SPARK_LOCAL_IP",
        "127.0.0.1");
  }

  /** Starts a worker and waits until it has registered. */
  public Process addWorker() throws Exception {
    String name = "worker-" + (workers.size() + 1);
    Process worker =
        start(
            name,
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "127.0.0.1",
            "--webui-port",
            "0",
            "--cores",
            "1",
            "--memory",
            "1g",
            "--work-dir",
            folder.resolve(name).toString(),
            master());
    workers.add(worker);
    Await.until(
        name + " has registered", () -> log(name).contains("Successfully registered with master"));
    return worker;
  }

  /** The master. */
  public Process masterProcess() {
    return processes.get(0);
  }

  /** The workers in the order in which they were started, ended ones included. */
  public List<Process> workers() {
    return List.copyOf(workers);
  }

  /** The address of the master's page. */
  public String page() {
    return "http://127.0.0.1:" + pagePort;
  }

  /** The id of the application that the first worker has begun to serve. */
  public String application() throws IOException {
    try (Stream<Path> folders = Files.list(folder.resolve("worker-1"))) {
      return folders
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("app-"))
          .findFirst()
          .orElseThrow();
    }
  }

  /** The master's URL. */
  public String master() {
    return "spark://127.0.0.1:" + port;
  }

  /** Ends a process and those that it has started, as when a machine loses its power. */
  public static void kill(Process process) {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    started.forEach(handle -> handle.onExit().orTimeout(30, TimeUnit.SECONDS).join());
  }

  /** Ends all processes. */
  @Override
  public void close() {
    processes.forEach(SparkProcesses::kill);
  }
}
