package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.crashtag.sample.Fleet;
import org.crashtag.testing.Await;
import org.crashtag.testing.FlinkProcesses;
import org.crashtag.testing.GateDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher's run on a Flink cluster of processes, of which one is killed in the middle. Larger
 * ones are in the profile {@code engines}.
 */
class FlinkIT {
  private static final int DUMPS = 160;
  private static final int BROKEN_PERCENT = 5;

  @TempDir private Path folder;

  @Test
  void tablesAreThoseOfTheLocalRunnerAlthoughATaskManagerIsKilled() throws Exception {
    FlinkProcesses.assumeBuilt();
    Path archive = folder.resolve("archive");
    Fleet.write(archive, DUMPS, 7, BROKEN_PERCENT, done -> {});
    EngineRuns runs = new EngineRuns(folder.resolve("runs"));
    Path local = folder.resolve("local");
    assertThat(runs.locally(EngineRuns.run(archive.toString(), local.toString())).end().exitCode())
        .isZero();
    Path gate = folder.resolve("gate");
    Path output = folder.resolve("tables");
    try (FlinkProcesses flink =
        new FlinkProcesses(
            folder.resolve("flink"),
            2,
            1,
            "-XX:TieredStopAtLevel=1",
            "-D" + GateDecoder.FOLDER + "=" + gate)) {
      EngineRuns.Running running =
          runs.launched(
              install(),
              Map.of("FLINK_HOME", FlinkProcesses.HOME.toString()),
              EngineRuns.run(
                  archive.toString(),
                  output.toString(),
                  "--shared-disk",
                  "--runner=FlinkRunner",
                  "--flinkMaster=" + flink.master()));
      Process killed = flink.taskManagers().get(0);
      Await.until(
          "the task manager reaches the gate",
          () -> GateDecoder.isReached(gate, killed.pid()) || !running.process().isAlive());
      killed.destroyForcibly().waitFor();
      flink.addTaskManager();
      GateDecoder.open(gate);
      EngineRuns.Ended ended = running.end();

      assertThat(ended.faults()).isEmpty();
      assertThat(ended.exitCode()).isZero();
      assertThat(flink.get("/jobs/overview").findValuesAsText("state")).containsExactly("FINISHED");
    }
    List<String> rows = EngineRuns.everything(local);
    assertThat(rows).hasSizeGreaterThan(DUMPS * 100);
    assertThat(rows).anyMatch(row -> row.startsWith("gate_blobs|"));
    assertThat(EngineRuns.everything(output)).isEqualTo(rows);
  }

  /** The launcher as it is installed, with the job's jar beside the program's. */
  private Path install() throws Exception {
    Path target = Path.of("target").toAbsolutePath();
    Path home = Files.createDirectories(folder.resolve("installed"));
    Files.copy(Path.of("crashtag"), home.resolve("crashtag"));
    Files.createSymbolicLink(home.resolve("lib"), target.resolve("lib"));
    for (String jar : List.of("crashtag.jar", "crashtag-flink.jar")) {
      Files.createSymbolicLink(home.resolve(jar), target.resolve(jar));
    }
    return home.resolve("crashtag");
  }
}
