package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.crashtag.sample.Fleet;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.OutputFolder;
import org.crashtag.testing.Await;
import org.crashtag.testing.FlinkProcesses;
import org.crashtag.testing.GateDecoder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on a Flink cluster of processes, and what can go wrong with one. */
@Tag("engines")
class FlinkRunTest {
  private static final int DUMPS = 40;

  @TempDir private Path folder;
  private EngineRuns runs;
  private Path gate;
  private Path archive;
  private Path output;

  @BeforeEach
  void begin() throws Exception {
    FlinkProcesses.assumeBuilt();
    runs = new EngineRuns(folder.resolve("runs"));
    gate = folder.resolve("gate");
    archive = folder.resolve("archive");
    output = folder.resolve("tables");
  }

  private FlinkProcesses cluster(int gateBlob) throws Exception {
    return cluster(gateBlob, Map.of());
  }

  private FlinkProcesses cluster(int gateBlob, Map<String, String> environment) throws Exception {
    return new FlinkProcesses(
        folder.resolve("flink"),
        2,
        1,
        environment,
        "-D" + GateDecoder.FOLDER + "=" + gate,
        "-D" + GateDecoder.BLOB + "=" + gateBlob);
  }

  private String[] arguments(String... more) {
    List<String> all = new ArrayList<>(List.of("--shared-disk"));
    all.addAll(List.of(more));
    return EngineRuns.run(archive.toString(), output.toString(), all.toArray(String[]::new));
  }

  /** Starts a run as the launcher does. */
  private EngineRuns.Running start(String master) throws Exception {
    return runs.withRunner(
        FlinkProcesses.JAR,
        "org.crashtag.engine.FlinkJob",
        FlinkProcesses.HOME.resolve("lib") + "/*",
        List.of(),
        Map.of(),
        arguments("--runner=FlinkRunner", "--flinkMaster=" + master));
  }

  /** Waits until a run is in the middle of its work at a task manager. */
  private void awaitGate(Process taskManager, EngineRuns.Running running) throws Exception {
    Await.until(
        "the task manager reaches the gate",
        () -> GateDecoder.isReached(gate, taskManager.pid()) || !running.process().isAlive());
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

  /** By "flink run", which loads the job's classes before Flink's own. */
  @Test
  void killedTaskManagerIsReplacedAndTheTablesAreThoseOfTheLocalRunner() throws Exception {
    try (StoredFleet fleet = StoredFleet.of(5_000, folder);
        FlinkProcesses flink = cluster(500, fleet.environment())) {
      fleet.runLocally(runs);
      List<String> flinkRun =
          new ArrayList<>(
              List.of(
                  "run",
                  "-m",
                  flink.master(),
                  "-C",
                  runs.decoder().toUri().toString(),
                  FlinkProcesses.JAR.toString()));
      flinkRun.addAll(List.of(fleet.arguments()));
      Map<String, String> environment = new HashMap<>(fleet.environment());
      environment.put("FLINK_CONF_DIR", flink.configuration().toString());
      EngineRuns.Running running =
          runs.client(
              FlinkProcesses.HOME.resolve("lib") + "/*",
              List.of(),
              environment,
              "org.apache.flink.client.cli.CliFrontend",
              flinkRun.toArray(String[]::new));
      Process killed = flink.taskManagers().get(0);
      awaitGate(killed, running);
      killed.destroyForcibly().waitFor();
      flink.addTaskManager();
      GateDecoder.open(gate);
      EngineRuns.Ended ended = running.end();

      assertThat(ended.faults()).isEmpty();
      assertThat(ended.exitCode()).isZero();
      fleet.assertSameTables();
      assertThat(tasks(flink)).anyMatch(task -> task.path("attempt").asInt() > 0);
    }
  }

  /** The last attempts of the step that reads and writes, one for each worker. */
  private static List<JsonNode> tasks(FlinkProcesses flink) throws Exception {
    String job = flink.get("/jobs/overview").path("jobs").path(0).path("jid").asText();
    List<JsonNode> tasks = new ArrayList<>();
    for (JsonNode vertex : flink.get("/jobs/" + job).path("vertices")) {
      if (vertex.path("name").asText().contains("Extract, decode and write")) {
        flink
            .get("/jobs/" + job + "/vertices/" + vertex.path("id").asText())
            .path("subtasks")
            .forEach(tasks::add);
      }
    }
    return tasks;
  }

  @Test
  void jobThatIsCancelledOnFlinksPageHasCommittedNothing() throws Exception {
    Fleet.write(archive, DUMPS, 3, 0, done -> {});
    try (FlinkProcesses flink = cluster(1)) {
      EngineRuns.Running running = start(flink.master());
      awaitGate(flink.taskManagers().get(0), running);
      flink.cancelJobs();

      assertFailed(running.end(), "the job was cancelled");
      assertNothingCommitted();

      GateDecoder.open(gate);
      assertThat(start(flink.master()).end().exitCode()).isZero();
    }
    assertThat(new OutputFolder(new LocalStorage(), output.toString()).runs()).hasSize(1);
  }

  @Test
  void interruptedRunCancelsItsJob() throws Exception {
    Fleet.write(archive, DUMPS, 3, 0, done -> {});
    try (FlinkProcesses flink = cluster(1)) {
      EngineRuns.Running running = start(flink.master());
      awaitGate(flink.taskManagers().get(0), running);
      // Ctrl-C is SIGINT; this is SIGTERM, which Java treats alike.
      running.process().destroy();
      EngineRuns.Ended ended = running.end();

      assertThat(ended.exitCode()).isEqualTo(143);
      assertThat(ended.faults())
          .containsExactly(
              "crashtag: interrupted: 0 of 1 batches committed; the next run reads the remaining "
                  + DUMPS
                  + " new files");
      Await.until(
          "the job is cancelled",
          () ->
              flink
                  .get("/jobs/overview")
                  .findValuesAsText("state")
                  .equals(List.of("CANCELED")));
    }
    assertNothingCommitted();
  }

  @Test
  void lostTaskManagersThatNobodyReplacesAreTold() throws Exception {
    Fleet.write(archive, DUMPS, 3, 0, done -> {});
    try (FlinkProcesses flink = cluster(1)) {
      EngineRuns.Running running = start(flink.master());
      awaitGate(flink.taskManagers().get(0), running);
      for (Process taskManager : flink.taskManagers()) {
        taskManager.destroyForcibly().waitFor();
      }

      assertFailed(running.end(), "Flink has too few task managers for the job: ");
    }
    assertNothingCommitted();
  }

  @Test
  void lostJobManagerIsTold() throws Exception {
    Fleet.write(archive, DUMPS, 3, 0, done -> {});
    try (FlinkProcesses flink = cluster(1)) {
      EngineRuns.Running running = start(flink.master());
      awaitGate(flink.taskManagers().get(0), running);
      flink.jobManager().destroyForcibly().waitFor();

      assertFailed(running.end(), "Flink's job manager at " + flink.master());
    }
    assertNothingCommitted();
  }

  @Test
  void masterThatIsNotThereIsTold() throws Exception {
    Fleet.write(archive, 1, 3, 0, done -> {});
    assertFailed(
        start("127.0.0.1:1").end(), "Flink's job manager at 127.0.0.1:1 can't be reached: ");
    assertFailed(start("no host:1").end(), "no host:1: expected HOST:PORT");
    assertNothingCommitted();
  }

  /** The worker's message, not that of the engine around it. */
  @Test
  void outputThatAWorkerCannotWriteIsNamed() throws Exception {
    Fleet.write(archive, DUMPS, 3, 0, done -> {});
    try (FlinkProcesses flink = cluster(1)) {
      EngineRuns.Running running = start(flink.master());
      awaitGate(flink.taskManagers().get(0), running);
      for (String table : List.of("triage_blocks", "modules", "rejects", "sources")) {
        new LocalStorage().delete(output.resolve(table).toString());
        Files.createFile(output.resolve(table));
      }
      GateDecoder.open(gate);

      assertFailed(running.end(), output.toString());
    }
    assertNothingCommitted();
  }
}
