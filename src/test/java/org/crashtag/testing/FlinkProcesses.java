package org.crashtag.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Flink cluster of processes on this machine: a job manager and task managers. Needs the jars
 * that {@code mvn -f src/engines/flink package} collects.
 */
public final class FlinkProcesses implements Closeable {
  /** Flink's folder. */
  public static final Path HOME = Path.of("target", "engines", "flink").toAbsolutePath();

  /** The job's jar. */
  public static final Path JAR = Path.of("target", "crashtag-flink.jar").toAbsolutePath();

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;
  private final int slots;
  private final List<String> taskManagerOptions;
  private final Map<String, String> environment;
  private final int port;
  private final List<Process> processes = new ArrayList<>();
  private final List<Process> taskManagers = new ArrayList<>();

  /**
   * Starts a cluster and waits until its task managers have registered.
   *
   * @param folder for configuration and logs
   * @param slots of each task manager
   * @param taskManagerOptions for their Java
   */
  public FlinkProcesses(Path folder, int taskManagers, int slots, String... taskManagerOptions)
      throws Exception {
    this(folder, taskManagers, slots, Map.of(), taskManagerOptions);
  }

  /**
   * The same with variables in the environment of the processes.
   *
   * @param folder for configuration and logs
   */
  public FlinkProcesses(
      Path folder,
      int taskManagers,
      int slots,
      Map<String, String> environment,
      String... taskManagerOptions)
      throws Exception {
    this.environment = Map.copyOf(environment);
    this.folder = Files.createDirectories(folder);
    this.slots = slots;
    this.taskManagerOptions = List.of(taskManagerOptions);
    int[] ports = freePorts(3);
    this.port = ports[0];
    Files.createDirectories(folder.resolve("temporary"));
    Files.writeString(folder.resolve("flink-conf.yaml"), configuration(ports));
    try {
      start(
          "jobmanager",
          "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
          List.of("-Xmx384m", "-XX:MaxMetaspaceSize=256m"));
      Await.until("the job manager answers", this::answers);
      for (int i = 0; i < taskManagers; i++) {
        addTaskManager();
      }
      Await.until("all task managers register", () -> registered() == taskManagers);
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  /** Skips the test if the jars were not built, or not since the sources were changed. */
  public static void assumeBuilt() throws IOException {
    assumeTrue(
        Files.isDirectory(HOME.resolve("lib")),
        "no Flink in target/engines; \"mvn -f src/engines/flink package\" fetches it");
    assumeTrue(
        Files.isRegularFile(JAR),
        "no target/crashtag-flink.jar; \"mvn -Pflink package\" builds it");
    assumeTrue(
        isNewer(JAR), "target/crashtag-flink.jar is older than src/main; \"mvn -Pflink package\"");
  }

  /** Whether a jar is newer than all sources. */
  static boolean isNewer(Path jar) throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src", "main"))) {
      for (Path source : (Iterable<Path>) sources::iterator) {
        if (Files.getLastModifiedTime(source).compareTo(Files.getLastModifiedTime(jar)) > 0) {
          return false;
        }
      }
      return true;
    }
  }

  static int[] freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    int[] ports = new int[count];
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        ports[i] = sockets.get(i).getLocalPort();
      }
      return ports;
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  /** Little memory, and lost task managers are noticed soon; all else is Flink's default. */
  private String configuration(int[] ports) {
    return String.join(
        "\n",
        "rest.address: 127.0.0.1",
        "rest.bind-address: 127.0.0.1",
        "rest.port: " + ports[0],
        "jobmanager.rpc.address: 127.0.0.1",
        "jobmanager.bind-host: 127.0.0.1",
        "jobmanager.rpc.port: " + ports[1],
        "blob.server.port: " + ports[2],
        "jobmanager.memory.process.size: 1024m",
        "taskmanager.host: 127.0.0.1",
        "taskmanager.bind-host: 127.0.0.1",
        "taskmanager.numberOfTaskSlots: " + slots,
        "taskmanager.cpu.cores: " + slots,
        "taskmanager.memory.task.heap.size: 512m",
        "taskmanager.memory.task.off-heap.size: 64m",
        "taskmanager.memory.framework.heap.size: 128m",
        "taskmanager.memory.framework.off-heap.size: 64m",
        "taskmanager.memory.network.min: 64m",
        "taskmanager.memory.network.max: 64m",
        "taskmanager.memory.managed.size: 128m",
        "taskmanager.memory.jvm-metaspace.size: 256m",
        "taskmanager.memory.jvm-overhead.min: 192m",
        "taskmanager.memory.jvm-overhead.max: 192m",
        "io.tmp.dirs: " + folder.resolve("temporary"),
        "heartbeat.interval: 1000",
        "heartbeat.timeout: 8000",
        "slot.request.timeout: 20000",
        "");
  }

  private Process start(String name, String main, List<String> options, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    for (String opened : SparkProcesses.OPENED) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.addAll(options);
    command.addAll(List.of("-cp", HOME.resolve("lib") + "/*", main));
    command.addAll(List.of("--configDir", folder.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  /** Starts a task manager. */
  public Process addTaskManager() throws IOException {
    List<String> options =
        new ArrayList<>(
            List.of("-Xmx640m", "-XX:MaxDirectMemorySize=192m", "-XX:MaxMetaspaceSize=256m"));
    options.addAll(taskManagerOptions);
    String name = "taskmanager-" + (taskManagers.size() + 1);
    Process started =
        start(
            name,
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
            options,
            "-D",
            "taskmanager.resource-id=" + name);
    taskManagers.add(started);
    return started;
  }

  /** The task managers in the order in which they were started, ended ones included. */
  public List<Process> taskManagers() {
    return List.copyOf(taskManagers);
  }

  /** The job manager. */
  public Process jobManager() {
    return processes.get(0);
  }

  /** The address of the cluster: host and port. */
  public String master() {
    return "127.0.0.1:" + port;
  }

  /** The configuration's folder, as the variable FLINK_CONF_DIR names it. */
  public Path configuration() {
    return folder;
  }

  private boolean answers() throws InterruptedException {
    try {
      return get("/overview").has("taskmanagers");
    } catch (IOException e) {
      return false;
    }
  }

  /** How many task managers the job manager knows. */
  public int registered() throws IOException, InterruptedException {
    return get("/overview").path("taskmanagers").asInt();
  }

  /** What the job manager answers. */
  public JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + master() + path)).build();
    return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  /** Cancels all running jobs, as the button of Flink's page does. */
  public void cancelJobs() throws IOException, InterruptedException {
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://" + master() + "/jobs/" + job.path("jid").asText()))
              .method("PATCH", HttpRequest.BodyPublishers.noBody())
              .build();
      client.send(request, HttpResponse.BodyHandlers.discarding());
    }
  }

  /** Ends all processes. */
  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
    for (Process process : processes) {
      process.onExit().join();
    }
  }
}
