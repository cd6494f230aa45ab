package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.crashtag.sample.Fleet;

/**
 * An output folder with everything that engines must know about: merged parts, later ones, a dump
 * that a longer copy replaced, a declared table, and a name full of characters that SQL must quote.
 */
final class EngineTables {
  private static final int CUT_BYTES = 3_000;
  private static final int LARGEST_MINIDUMP = 1_000_000;

  private EngineTables() {}

  /**
   * Writes it.
   *
   * @return its path
   */
  static String write(Path folder) throws IOException {
    Path archive = folder.resolve("archive");
    String output = folder.resolve("our tables, {it's}; $[x]").toString();
    Fleet.write(archive.resolve("1"), 40, 1, 10, done -> {});
    byte[] whole = cutADump(archive);
    run("run", "pipelines/eventlog.yaml", "--input", archive.toString(), "--output", output);
    Fleet.write(archive.resolve("2"), 20, 2, 10, done -> {});
    run("run", "--input", archive.toString(), "--output", output);
    run("compact", "--all", "--output", output);
    Files.write(archive.resolve("longer.dmp"), whole);
    run("run", "pipelines/eventlog.yaml", "--input", archive.toString(), "--output", output);
    return output;
  }

  /**
   * Cuts the end off one of the minidumps of a folder.
   *
   * @return the whole one, which replaces it if a later run finds it
   */
  static byte[] cutADump(Path archive) throws IOException {
    Path dump = aDump(archive);
    byte[] whole = Files.readAllBytes(dump);
    Files.write(dump, Arrays.copyOf(whole, whole.length - CUT_BYTES));
    return whole;
  }

  /** A minidump whose region is truncated at its end. */
  private static Path aDump(Path archive) throws IOException {
    try (Stream<Path> files = Files.walk(archive)) {
      return files
          .filter(file -> file.toString().endsWith(".dmp"))
          .sorted()
          .filter(EngineTables::isWholeMinidump)
          .findFirst()
          .orElseThrow();
    }
  }

  private static boolean isWholeMinidump(Path file) {
    CommandRun list = CommandRun.of("list", file.toString());
    return list.exitCode() == 0 && file.toFile().length() < LARGEST_MINIDUMP;
  }

  private static void run(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isIn(ExitCode.DONE, ExitCode.TOO_MANY_REJECTS);
  }

  /** What {@code ddl} prints for an engine; for Athena, of a copy in a bucket. */
  static String ddl(String engine, String output) {
    List<String> arguments =
        new ArrayList<>(List.of("ddl", "--engine", engine, "--output", output));
    if (engine.equals("athena")) {
      arguments.addAll(List.of("--location", "s3://bucket/our tables, {it's}"));
    }
    CommandRun ddl = CommandRun.of(arguments.toArray(String[]::new));
    assertThat(ddl.exitCode()).isEqualTo(ExitCode.DONE);
    return ddl.out();
  }

  /** Its statements, without semicolons. */
  static List<String> statements(String engine, String output) {
    return Stream.of(ddl(engine, output).replaceAll("(?m)^--.*\n", "").split(";\n"))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }
}
