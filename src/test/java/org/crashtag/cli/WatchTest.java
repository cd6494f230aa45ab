package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.crashtag.pipeline.PrivateKey;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.FakeS3;
import org.crashtag.testing.GateDecoder;
import org.crashtag.testing.JavaProcess;
import org.crashtag.testing.Programs;
import org.crashtag.testing.TestKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that watches an archive. */
class WatchTest {
  private static final String IDLE = "crashtag_runs_total{result=\"idle\"}";

  @TempDir private Path folder;
  private Path archive;
  private Path tables;
  private Path metrics;
  private Path report;
  private Process process;
  private BufferedReader out;

  @BeforeEach
  void prepare() throws IOException {
    Programs.assumeInstalled("kill");
    archive = folder.resolve("archive");
    tables = folder.resolve("tables");
    metrics = folder.resolve("crashtag.prom");
    report = folder.resolve("report.json");
  }

  @AfterEach
  void end() throws Exception {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  /** Starts it over an archive that is still empty, and waits for its first line. */
  private void start(String... more) throws IOException {
    start(List.of(), more);
  }

  /**
   * The same with options for its Java, and with the decoder that can hold it.
   *
   * @param java the options
   */
  private void start(List<String> java, String... more) throws IOException {
    List<String> options =
        new ArrayList<>(List.of("--metrics-file=" + metrics, "--report-json=" + report));
    options.addAll(List.of(more));
    process =
        watching(java, archive + "/**/*.dmp", tables.toString(), options.toArray(String[]::new));
  }

  private Process watching(List<String> java, String input, String output, String... more)
      throws IOException {
    List<Object> arguments =
        new ArrayList<>(
            List.of("run", "--watch=1s", "--settle=1s", "--input=" + input, "--output=" + output));
    arguments.addAll(List.of(more));
    ProcessBuilder run = JavaProcess.of("org.crashtag.cli.Main", arguments.toArray());
    run.command().add(1, "-D" + PrivateKey.FOLDER_PROPERTY + "=" + TestKey.folder());
    run.command().addAll(1, java);
    if (!java.isEmpty()) {
      int classPath = run.command().indexOf("-cp") + 1;
      String decoder = File.pathSeparator + GateDecoder.jar(folder);
      run.command().set(classPath, run.command().get(classPath) + decoder);
    }
    Process started = run.redirectError(folder.resolve("errors").toFile()).start();
    out = started.inputReader(UTF_8);
    assertThat(out.readLine()).isEqualTo("watching, with 1s between runs; press Ctrl-C to stop");
    return started;
  }

  /** Adds dumps that look as if they had been there for a while. */
  private void add(String name, int dumps) throws IOException {
    Path fresh = Files.createDirectories(folder.resolve("fresh-" + name));
    for (int i = 0; i < dumps; i++) {
      Path file = fresh.resolve(i + ".dmp");
      Files.write(file, dump(name, i));
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    }
    Files.createDirectories(archive);
    Files.move(fresh, archive.resolve(name));
  }

  private static byte[] dump(String name, int number) throws IOException {
    DumpBuilder dump =
        DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
            .blob(SampleBlob.of(GateDecoder.TAG, new byte[] {1, 2, 3}));
    return DumpBytes.of(dump.bugCheck(0xD1, name.hashCode(), number, 0, 4));
  }

  private List<Manifest> runs() throws IOException {
    return new OutputFolder(new LocalStorage(), tables.toString()).manifests();
  }

  private int signal(String name) throws Exception {
    Programs.output("kill", "-" + name, Long.toString(process.pid()));
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private String errors() throws IOException {
    return Files.readString(folder.resolve("errors"));
  }

  /** What it told, without the progress of runs that take long. */
  private List<String> messages() throws IOException {
    return errors().lines().filter(line -> line.startsWith("crashtag: ")).toList();
  }

  private double metric(String name) throws IOException {
    String line =
        Files.readAllLines(metrics).stream()
            .filter(each -> each.startsWith(name + " "))
            .findFirst()
            .orElse(name + " -1");
    return Double.parseDouble(line.substring(name.length()));
  }

  /** Waits for a metric: the file is always whole. */
  private void await(String name, double value) throws Exception {
    while (!Files.exists(metrics) || metric(name) < value) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(50);
    }
  }

  @Test
  void readsWhatIsNewUntilASignal() throws Exception {
    start();
    await(IDLE, 2);
    assertThat(runs()).isEmpty();
    assertThat(messages()).as("of an archive that is not there yet").isEmpty();

    add("first", 3);
    assertThat(out.readLine()).matches("r[0-9]{8}T[0-9]{9}Z: 3 decoded; rejects: none; [0-9.]+ s");
    add("second", 2);
    assertThat(out.readLine()).contains(": 2 decoded;");
    assertThat(runs()).hasSize(2);
    assertThat(CommandRun.of("runs", "--output", tables.toString()).outLines()).hasSize(3);
    assertThat(CommandRun.of("compact", "--output", tables.toString()).err())
        .contains("another run is writing here: process " + process.pid());
    await("crashtag_sources_total{outcome=\"decoded\"}", 5);
    assertThat(metric("crashtag_exit_code")).isZero();
    assertThat(metric("crashtag_last_success_timestamp_seconds")).isGreaterThan(1.7e9);
    assertThat(report).content().contains("\"exit_code\" : 0");

    assertThat(signal("TERM")).as(errors()).isZero();
    assertThat(messages()).isEmpty();
    assertThat(CommandRun.of("check", "--output", tables.toString()).exitCode()).isZero();
  }

  @Test
  void signalWhileABatchIsReadEndsAfterItsCommit() throws Exception {
    add("many", 150);
    start("--batch=1");
    while (runs().isEmpty()) {
      Thread.sleep(20);
    }
    assertThat(signal("TERM")).as(errors()).isZero();
    assertThat(errors())
        .contains(
            "crashtag: stopping after the current commit; press Ctrl-C again to stop at once");
    assertThat(runs().size()).isBetween(1, 149);
    assertThat(tables.resolve("_staging")).isEmptyDirectory();
    assertThat(CommandRun.of("check", "--output", tables.toString()).exitCode()).isZero();
  }

  /** Starts it, and waits until it is in the middle of a batch. */
  private Path startToTheGate() throws Exception {
    Programs.assumeCtrlCIsHeard();
    Path gate = folder.resolve("gate");
    add("first", 3);
    start(List.of("-D" + GateDecoder.FOLDER + "=" + gate));
    while (!GateDecoder.isReached(gate, process.pid())) {
      assertThat(process.isAlive()).as(errors()).isTrue();
      Thread.sleep(20);
    }
    interrupt();
    while (!errors().contains("stopping after the current commit")) {
      assertThat(process.isAlive()).as(errors()).isTrue();
      Thread.sleep(20);
    }
    return gate;
  }

  private void interrupt() throws IOException {
    Programs.output("kill", "-INT", Long.toString(process.pid()));
  }

  @Test
  void oneCtrlCEndsItAfterTheCommit() throws Exception {
    Path gate = startToTheGate();
    assertThat(runs()).isEmpty();
    GateDecoder.open(gate);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(errors()).isZero();
    assertThat(runs()).hasSize(1);
    assertThat(messages())
        .containsExactly(
            "crashtag: stopping after the current commit; press Ctrl-C again to stop at once");
  }

  @Test
  void aSecondCtrlCEndsItAtOnce() throws Exception {
    startToTheGate();
    interrupt();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(errors())
        .contains("crashtag: interrupted: 0 of 1 batches committed; the next run reads");
    assertThat(runs()).isEmpty();
    assertThat(
            CommandRun.of("run", "--input", archive.toString(), "--output", tables.toString())
                .exitCode())
        .isZero();
    assertThat(runs()).hasSize(1);
  }

  @Test
  void compactsAsItGoesAndKeepsItsLock() throws Exception {
    start("--compact");
    add("first", 3);
    assertThat(out.readLine()).contains(": 3 decoded;");
    add("second", 3);
    assertThat(out.readLine()).contains(": 3 decoded;");
    while (runs().size() < 3) {
      Thread.sleep(50);
    }
    add("third", 1);
    assertThat(out.readLine()).contains(": 1 decoded;");
    assertThat(runs().get(2).replaces()).hasSize(2);
    assertThat(signal("TERM")).as(errors()).isZero();
    assertThat(messages()).isEmpty();
  }

  /** It tells once of a folder that it can't use, goes on, and recovers. */
  @Test
  void failureIsToldAndTriedAgain() throws Exception {
    start();
    await(IDLE, 1);
    new LocalStorage().delete(tables.resolve("_staging").toString());
    Files.writeString(tables.resolve("_staging"), "no folder");
    add("first", 2);
    await("crashtag_runs_total{result=\"failed\"}", 1);
    assertThat(metric("crashtag_exit_code")).isEqualTo(1);
    assertThat(metric("crashtag_last_success_timestamp_seconds")).isGreaterThan(1.7e9);
    assertThat(errors()).contains("; trying again in 2s");
    Files.deleteIfExists(tables.resolve("_staging"));
    assertThat(out.readLine()).contains(": 2 decoded;");
    await("crashtag_sources_total{outcome=\"decoded\"}", 2);
    assertThat(signal("TERM")).as(errors()).isZero();
  }

  /** Nothing new may come for days. */
  @Test
  void tablesThatCannotBePublishedAreLater() throws Exception {
    start("--publish=iceberg", "--report-html=" + folder.resolve("page.html"));
    add("first", 2);
    assertThat(out.readLine()).contains(": 2 decoded;");
    Path metadata = tables.resolve("dumps/metadata");
    assertThat(metadata.resolve("v1.metadata.json")).exists();
    while (!Files.exists(folder.resolve("page.html"))) {
      assertThat(process.isAlive()).as(errors()).isTrue();
      Thread.sleep(50);
    }

    Path moved = Files.move(metadata, folder.resolve("moved"));
    Files.writeString(metadata, "no folder");
    add("second", 1);
    assertThat(out.readLine()).contains(": 1 decoded;");
    await("crashtag_runs_total{result=\"committed\"}", 2);
    await(IDLE, metric(IDLE) + 2);
    assertThat(metric("crashtag_exit_code")).isEqualTo(1);
    assertThat(messages())
        .containsExactly(
            "crashtag: "
                + tables
                + ": the runs are committed, but not all tables are published: "
                + metadata
                + ": file already exists; the next run tries again");

    Files.delete(metadata);
    Files.move(moved, metadata);
    while (!Files.exists(metadata.resolve("v2.metadata.json"))) {
      assertThat(process.isAlive()).as(errors()).isTrue();
      Thread.sleep(50);
    }
    await(IDLE, metric(IDLE) + 2);
    assertThat(metric("crashtag_exit_code")).isZero();
    assertThat(signal("TERM")).as(errors()).isZero();
  }

  /** An object store has no empty folders: nobody can tell one from a missing one. */
  @Test
  void archiveInAStoreIsEmptyAtFirst() throws Exception {
    try (FakeS3 store = new FakeS3()) {
      store.makeBucket("dumps");
      store.makeBucket("tables");
      process =
          watching(
              List.of(
                  "-Daws.endpointUrl=" + store.endpoint(),
                  "-Daws.accessKeyId=test",
                  "-Daws.secretAccessKey=test"),
              "s3://dumps/incoming",
              "s3://tables/out",
              "--metrics-file=" + metrics,
              "--report-json=s3://tables/report.json");
      await(IDLE, 2);
      assertThat(metric("crashtag_exit_code")).isZero();
      assertThat(messages()).isEmpty();
      store.put("dumps", "incoming/a/1.dmp", dump("stored", 0));
      assertThat(out.readLine()).contains(": 1 decoded;");
      store.put("dumps", "incoming/b/2.dmp", dump("stored", 1));
      assertThat(out.readLine()).contains(": 1 decoded;");
      assertThat(signal("TERM")).as(errors()).isZero();
      assertThat(messages()).isEmpty();
      assertThat(new String(store.get("tables", "report.json").orElseThrow(), UTF_8))
          .contains("\"exit_code\" : 0");
      assertThat(store.keys("tables"))
          .contains("out/_runs/00000002.json")
          .doesNotContain("out/_runs/lock");
    }
  }

  @Test
  void folderThatCanNotBeUsedAtTheStartIsAFailure() throws Exception {
    Files.writeString(tables, "a file");
    CommandRun run = CommandRun.of("run", "--watch=1s", "--input=" + archive, "--output=" + tables);
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "1", "s", "-1s", "1d", "1.5s", "9999999999s", " "})
  void onlyTimesAreTaken(String time) {
    CommandRun run = CommandRun.of("run", "--watch", time, "--input", "x");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--watch expects a time");
    assertThat(
            CommandRun.of("run", "--settle", time.equals("0s") ? "0" : time, "--input", "x").err())
        .contains("--settle expects a time such as 60s, 5m or 1h, not ");
  }

  /** One run writes the file, too; what a failed one doesn't know stays. */
  @Test
  void metricsOfOneRun() throws Exception {
    add("first", 3);
    Files.write(
        archive.resolve("cut.dmp"),
        Arrays.copyOf(Files.readAllBytes(archive.resolve("first/0.dmp")), 100));
    String[] run = {
      "run",
      "--max-rejects=100%",
      "--input=" + archive,
      "--output=" + tables,
      "--metrics-file=" + metrics
    };
    assertThat(CommandRun.of(run).exitCode()).isZero();
    assertThat(metric("crashtag_files")).isEqualTo(4);
    assertThat(metric("crashtag_sources{outcome=\"decoded\"}")).isEqualTo(3);
    assertThat(metric("crashtag_sources{outcome=\"rejected\"}")).isEqualTo(1);
    assertThat(metric("crashtag_rows{table=\"dumps\"}")).isEqualTo(3);
    double success = metric("crashtag_last_success_timestamp_seconds");
    assertThat(folder.toFile().list()).noneMatch(name -> name.startsWith(".unfinished"));

    Files.writeString(tables.resolve("_runs/00000001.json"), "{");
    assertThat(CommandRun.of(run).exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(metric("crashtag_exit_code")).isEqualTo(1);
    assertThat(metric("crashtag_last_success_timestamp_seconds")).isEqualTo(success);
    assertThat(Files.readAllLines(metrics))
        .allMatch(
            line ->
                line.startsWith("# ") || line.matches("[a-z_]+(\\{[a-z]+=\"[^\"]*\"\\})? [0-9.]+"));
  }
}
