package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.pipeline.PrivateKey;
import org.crashtag.sample.Fleet;
import org.crashtag.testing.JavaProcess;
import org.crashtag.testing.Programs;
import org.crashtag.testing.TestKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message names the file that can't be written, and later runs still work. */
class FullDiskCommandTest {
  @TempDir private Path folder;
  private Path archive;
  private Path output;

  @BeforeEach
  void makeArchive() throws IOException {
    archive = folder.resolve("archive");
    output = folder.resolve("tables");
    Fleet.write(archive, 12, 3, 0, done -> {});
  }

  private String[] arguments() {
    return new String[] {"run", "--input", archive.toString(), "--output", output.toString()};
  }

  /** On a separate file system, which has little room at first. */
  @Test
  void runNamesTheFileAndTheNextRunDoesItsWork() throws Exception {
    Programs.assumeInstalled("unshare", "mount");
    Files.createDirectories(output);
    String script =
        """
        mount -t tmpfs -o size=32k tmpfs "$0" || exit 99
        "$@"; echo "exit code $?"
        mount -o remount,size=64m "$0"
        "$@"; echo "exit code $?"
        """;
    List<String> command =
        new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", script, output.toString()));
    command.addAll(JavaProcess.of("org.crashtag.cli.Main", (Object[]) arguments()).command());
    command.add(command.indexOf("-cp"), "-D" + PrivateKey.FOLDER_PROPERTY + "=" + TestKey.folder());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assumeTrue(process.waitFor() == 0, "no file system can be mounted here");

    assertThat(lines.get(0))
        .startsWith("crashtag: " + output + "/")
        .endsWith(": No space left on device");
    assertThat(lines.get(1)).isEqualTo("exit code 1");
    assertThat(lines).contains("sources                12 decoded").endsWith("exit code 0");
  }

  @Test
  void reportNamesItsFile() {
    assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full");
    List<String> arguments = new ArrayList<>(List.of(arguments()));
    arguments.addAll(List.of("--report-json", "/dev/full"));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).startsWith("crashtag: /dev/full: ");
  }
}
