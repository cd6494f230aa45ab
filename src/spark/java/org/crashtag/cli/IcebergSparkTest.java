package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.crashtag.testing.JavaProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark with Iceberg's runtime reads published tables as they are. */
@Tag("spark")
class IcebergSparkTest {
  /** Path of Iceberg's runtime for Spark. */
  private static final String RUNTIME = System.getProperty("crashtag.iceberg.spark", "");

  /** The runtime contains them. */
  private static final Set<String> CONTAINED =
      Set.of("iceberg-api", "iceberg-core", "iceberg-common", "iceberg-bundled-guava");

  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.nio",
          "java.util",
          "sun.nio.ch",
          "sun.util.calendar");

  @TempDir private Path folder;

  private Map<String, String> read(String output) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command(output))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    Map<String, String> contents = new TreeMap<>();
    for (String line : Files.readAllLines(log)) {
      String[] words = line.split(" ", 3);
      if (words[0].equals("table")) {
        contents.put(words[1], words[2]);
      }
    }
    return contents;
  }

  private List<String> command(String output) {
    List<String> command =
        new ArrayList<>(
            JavaProcess.of(IcebergSparkReader.class.getName(), output, folder.resolve("warehouse"))
                .command());
    int classPath = command.indexOf("-cp") + 1;
    String others =
        Stream.of(command.get(classPath).split(File.pathSeparator))
            .filter(
                jar ->
                    CONTAINED.stream().noneMatch(Path.of(jar).getFileName().toString()::startsWith))
            .collect(Collectors.joining(File.pathSeparator));
    command.set(classPath, RUNTIME + File.pathSeparator + others);
    command.replaceAll(word -> word.startsWith("-Xmx") ? "-Xmx1g" : word);
    OPENED.forEach(name -> command.add(1, "--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    return command;
  }

  private static Map<String, String> expected(String output) throws Exception {
    Map<String, String> contents = new TreeMap<>();
    EngineRows.Committed.of(output)
        .contents()
        .forEach((table, of) -> contents.put(table, of.toString()));
    return contents;
  }

  @Test
  void publishedTablesAreTheSame() throws Exception {
    String written = EngineTables.write(folder);
    // Spark takes some characters of a path as a pattern.
    String output = folder.resolve("tables").toString();
    Files.move(Path.of(written), Path.of(output));
    assertThat(CommandRun.of("publish", "--output", output).exitCode()).isZero();
    assertThat(read(output)).isEqualTo(expected(output));

    assertThat(CommandRun.of("compact", "--all", "--output", output).exitCode()).isZero();
    assertThat(read(output)).isEqualTo(expected(output));
  }
}
