package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.crashtag.sample.Fleet;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.OutputFolder;
import org.crashtag.testing.Await;
import org.crashtag.testing.GateDecoder;
import org.crashtag.testing.SparkProcesses;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on a Spark cluster of processes, and what can go wrong with one. */
@Tag("engines")
class SparkClusterTest {
  private static final int DUMPS = 40;
  private static final int PATIENCE_SECONDS = 10;

  @TempDir private Path folder;
  private EngineRuns runs;
  private Path gate;
  private Path archive;
  private Path output;

  @BeforeEach
  void begin() throws Exception {
    SparkProcesses.assumeBuilt();
    runs = new EngineRuns(folder.resolve("runs"));
    gate = folder.resolve("gate");
    archive = folder.resolve("archive");
    output = folder.resolve("tables");
  }

  private SparkProcesses cluster() throws Exception {
    return cluster(Map.of());
  }

  private SparkProcesses cluster(Map<String, String> environment) throws Exception {
    return new SparkProcesses(folder.resolve("spark"), 2, environment);
  }

  private String[] arguments(String... more) {
    List<String> all = new ArrayList<>(List.of("--shared-disk"));
    all.addAll(List.of(more));
    return EngineRuns.run(archive.toString(), output.toString(), all.toArray(String[]::new));
  }

  private String executorOptions(int gateBlob) {
    return "-XX:+UseSerialGC -D"
        + GateDecoder.FOLDER
        + "="
        + gate
        + " -D"
        + GateDecoder.BLOB
        + "="
        + gateBlob;
  }

  /** Starts a run as the launcher does. */
  private EngineRuns.Running start(String master) throws Exception {
    return runs.withRunner(
        SparkProcesses.JAR,
        "org.crashtag.engine.SparkJob",
        SparkProcesses.HOME.resolve("jars") + "/*",
        List.of(
            "-Dspark.executor.extraJavaOptions=" + executorOptions(1),
            "-Dcrashtag.spark.patience=" + PATIENCE_SECONDS),
        Map.of("SPARK_LOCAL_IP", "127.0.0.1"),
        arguments("--runner=SparkRunner", "--sparkMaster=" + master));
  }

  /** Waits until a run is in the middle of its work at a worker's executor. */
  private void awaitGate(Process worker, EngineRuns.Running running) throws Exception {
    Await.until(
        "the executor reaches the gate",
        () ->
            !running.process().isAlive()
                || worker
                    .descendants()
                    .anyMatch(process -> GateDecoder.isReached(gate, process.pid())));
    assertThat(running.process().isAlive()).isTrue();
  }

  private void assertNothingCommitted() throws Exception {
    assertThat(new OutputFolder(new LocalStorage(), output.toString()).runs()).isEmpty();
  }

  private static void assertFailed(EngineRuns.Ended ended, String... parts) {
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.faults()).hasSize(1);
    assertThat(ended.faults().get(0)).startsWith("crashtag: ").contains(parts);
    assertThat(ended.out()).isEmpty();
  }

  /** By spark-submit, with which Spark's classes go before the job's. */
  @Test
  void killedWorkerIsReplacedAndTheTablesAreThoseOfTheLocalRunner() throws Exception {
    try (StoredFleet fleet = StoredFleet.of(5_000, folder);
        SparkProcesses spark = cluster(fleet.environment())) {
      fleet.runLocally(runs);
      List<String> submit =
          new ArrayList<>(
              List.of(
                  "--master",
                  spark.master(),
                  "--class",
                  "org.crashtag.engine.SparkJob",
                  "--jars",
                  runs.decoder().toString(),
                  "--conf",
                  "spark.executor.extraJavaOptions=" + executorOptions(500),
                  SparkProcesses.JAR.toString()));
      submit.addAll(List.of(fleet.arguments()));
      Map<String, String> environment = new HashMap<>(SparkProcesses.environment());
      environment.putAll(fleet.environment());
      EngineRuns.Running running =
          runs.client(
              SparkProcesses.HOME.resolve("jars") + "/*",
              List.of("-Dspark.ui.enabled=false"),
              environment,
              "org.apache.spark.deploy.SparkSubmit",
              submit.toArray(String[]::new));
      Process killed = spark.workers().get(0);
      awaitGate(killed, running);
      SparkProcesses.kill(killed);
      spark.addWorker();
      GateDecoder.open(gate);
      EngineRuns.Ended ended = running.end();

      assertThat(ended.exitCode()).as(ended.err()).isZero();
      fleet.assertSameTables();
    }
  }

  @Test
  void tablesAreThoseOfTheLocalRunnerByTheLauncher() throws Exception {
    Fleet.write(archive, DUMPS, 3, 10, done -> {});
    Path local = folder.resolve("local");
    EngineRuns.Ended alone =
        runs.locally(EngineRuns.run(archive.toString(), local.toString())).end();
    assertThat(alone.exitCode()).isZero();
    GateDecoder.open(gate);
    try (SparkProcesses spark = cluster()) {
      EngineRuns.Ended ended = start(spark.master()).end();
      assertThat(ended.faults()).isEmpty();
      assertThat(ended.exitCode()).isZero();
    }
    assertThat(EngineRuns.everything(output)).isEqualTo(EngineRuns.everything(local));
  }

  @Test
  void applicationThatIsKilledOnSparksPageHasCommittedNothing() throws Exception {
    Fleet.write(archive, DUMPS, 3, 0, done -> {});
    try (SparkProcesses spark = cluster()) {
      EngineRuns.Running running = start(spark.master());
      awaitGate(spark.workers().get(0), running);
      String application = spark.application();
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(spark.page() + "/app/kill/?id=" + application + "&terminate=true"))
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());

      assertFailed(running.end(), "Spark ended the job: it was cancelled, or the master is gone");
    }
    assertNothingCommitted();
  }

  @Test
  void interruptedRunEndsItsApplication() throws Exception {
    Fleet.write(archive, DUMPS, 3, 0, done -> {});
    try (SparkProcesses spark = cluster()) {
      EngineRuns.Running running = start(spark.master());
      awaitGate(spark.workers().get(0), running);
      running.process().destroy();
      EngineRuns.Ended ended = running.end();

      assertThat(ended.exitCode()).isEqualTo(143);
      assertThat(ended.faults())
          .containsExactly(
              "crashtag: interrupted: 0 of 1 batches committed; the next run reads the remaining "
                  + DUMPS
                  + " new files");
      Await.until(
          "the executors have ended", () -> spark.workers().get(0).descendants().count() == 0);
    }
    assertNothingCommitted();
  }

  @Test
  void lostWorkersThatNobodyReplacesAreTold() throws Exception {
    Fleet.write(archive, DUMPS, 3, 0, done -> {});
    try (SparkProcesses spark = cluster()) {
      EngineRuns.Running running = start(spark.master());
      awaitGate(spark.workers().get(0), running);
      spark.workers().forEach(SparkProcesses::kill);

      assertFailed(
          running.end(),
          "Spark has lost all workers of the job, and none has come for "
              + PATIENCE_SECONDS
              + " seconds");
    }
    assertNothingCommitted();
  }

  @Test
  void masterThatIsNotThereIsTold() throws Exception {
    Fleet.write(archive, 1, 3, 0, done -> {});
    EngineRuns.Ended ended = start("spark://127.0.0.1:1").end();
    assertFailed(ended, "Spark's master at spark://127.0.0.1:1 can't be reached: Connection refused");
    assertFailed(start("spark://127.0.0.1").end(), "expected spark://HOST:PORT");
  }
}
