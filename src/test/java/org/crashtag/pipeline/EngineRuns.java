package org.crashtag.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.crashtag.decode.TableSchema;
import org.crashtag.testing.GateDecoder;
import org.crashtag.testing.JavaProcess;
import org.crashtag.testing.SparkProcesses;
import org.crashtag.testing.TestKey;

/** Processes that run the pipeline, on an engine or by themselves, with a user's decoder. */
final class EngineRuns {
  private final Path folder;
  private final Path decoder;

  /**
   * @param folder for what the processes print, and for the jar of the decoder
   */
  EngineRuns(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.decoder = GateDecoder.jar(folder);
  }

  /** A process that has been started, and what it prints. */
  record Running(Process process, Path out, Path err) {
    /** Waits for its end. */
    Ended end() throws IOException, InterruptedException {
      int exitCode = process.waitFor();
      return new Ended(exitCode, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }

    String outSoFar() throws IOException {
      return Files.readString(out, UTF_8);
    }
  }

  /** What an ended process printed. */
  record Ended(int exitCode, String out, String err) {
    /** What it printed on standard error, without its progress. */
    List<String> faults() {
      return err.lines()
          .filter(line -> !line.matches("listing .*|[0-9,]+ of [0-9,]+ files.*"))
          .toList();
    }
  }

  /** The arguments of a run over an archive. */
  static String[] run(String archive, String output, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "--input", archive, "--output", output));
    arguments.addAll(List.of("--private-key", TestKey.file().toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  /** Beam's own runner. */
  Running locally(String... arguments) throws IOException {
    return locally(Map.of(), arguments);
  }

  /** Beam's own runner. */
  Running locally(Map<String, String> environment, String... arguments) throws IOException {
    ProcessBuilder builder = JavaProcess.of("org.crashtag.cli.Main", (Object[]) arguments);
    int classPath = builder.command().indexOf("-cp") + 1;
    builder
        .command()
        .set(classPath, builder.command().get(classPath) + File.pathSeparator + decoder);
    return start(builder, environment);
  }

  /** A jar of the job with the classes of its engine, as the launcher starts it. */
  Running withRunner(
      Path jar,
      String main,
      String engineJars,
      List<String> javaOptions,
      Map<String, String> more,
      String... arguments)
      throws IOException {
    String logging =
        Stream.of(JavaProcess.classPath().split(File.pathSeparator))
            .filter(entry -> entry.contains("slf4j-"))
            .reduce("", (a, b) -> a + b + File.pathSeparator);
    List<String> command = java("-Dslf4j.internal.verbosity=ERROR");
    command.addAll(javaOptions);
    command.addAll(
        List.of(
            "-cp",
            logging + jar + File.pathSeparator + decoder + File.pathSeparator + engineJars,
            main));
    command.addAll(Arrays.asList(arguments));
    return start(new ProcessBuilder(command), more);
  }

  /** The launcher. */
  Running launched(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("CRASHTAG_CACHE", "none");
    return start(builder, environment);
  }

  /** A client of an engine's: {@code flink run} or {@code spark-submit}. */
  Running client(
      String engineJars,
      List<String> javaOptions,
      Map<String, String> environment,
      String main,
      String... arguments)
      throws IOException {
    List<String> command = java(javaOptions.toArray(String[]::new));
    command.addAll(List.of("-cp", engineJars, main));
    command.addAll(Arrays.asList(arguments));
    return start(new ProcessBuilder(command), environment);
  }

  /** The user's decoder. */
  Path decoder() {
    return decoder;
  }

  private static List<String> java(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    for (String opened : SparkProcesses.OPENED) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.addAll(List.of(options));
    return command;
  }

  private Running start(ProcessBuilder builder, Map<String, String> environment)
      throws IOException {
    Path out = Files.createTempFile(folder, "run", ".out");
    Path err = Files.createTempFile(folder, "run", ".err");
    builder.environment().put("CRASHTAG_CLASSPATH", decoder.toString());
    builder.environment().putAll(environment);
    return new Running(
        builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
  }

  /** Every table, with the decoder's. */
  static List<TableSchema> tables() {
    List<TableSchema> tables = new ArrayList<>(TestRuns.tables());
    tables.addAll(new GateDecoder().tables());
    return tables;
  }

  /** Every row of every table without the runs' names, sorted. */
  static List<String> everything(Path output) throws Exception {
    return TestRuns.everything(
        output, tables(), table -> table.equals("sources") ? "run, command" : "run");
  }
}
