package org.crashtag.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.JavaProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes run into one output folder. */
class TwoRunsTest {
  @TempDir private Path folder;
  private Path archive;
  private Path output;
  private Process first;

  @BeforeEach
  void startTheFirst() throws Exception {
    archive = Files.createDirectories(folder.resolve("archive"));
    Files.write(archive.resolve("a.dmp"), DumpBytes.of(SampleDumps.minidump(1)));
    output = folder.resolve("tables");
    first = JavaProcess.of(HeldRun.class.getName(), archive, output).start();
    assertThat(first.inputReader(UTF_8).readLine()).isEqualTo(HeldRun.HELD);
  }

  @AfterEach
  void endTheFirst() throws Exception {
    first.destroyForcibly().waitFor();
  }

  /** What the program, which ends with this code, writes to standard error. */
  private String run(int exitCode) throws Exception {
    Path log = folder.resolve("log");
    Process process =
        JavaProcess.of("org.crashtag.cli.Main", "run", "--input", archive, "--output", output)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(log.toFile())
            .start();
    int code = process.waitFor();
    String errors = Files.readString(log);
    assertThat(code).as(errors).isEqualTo(exitCode);
    return errors;
  }

  @Test
  void secondEndsAtOnceAndNamesTheFirst() throws Exception {
    List<String> before = TestRuns.files(output);
    assertThat(run(1))
        .startsWith("crashtag: " + output + ": another run is writing here: process " + first.pid())
        .containsPattern(" on .+ since 20[0-9]{2}-[0-9-]+T[0-9:.]+Z\\R$")
        .hasLineCount(1);
    assertThat(TestRuns.files(output)).isEqualTo(before);
    first.outputWriter().close();
    assertThat(first.waitFor()).isZero();
    assertThat(TestRuns.ask(output, "SELECT count(*) FROM dumps")).containsExactly("1");
  }

  @Test
  void lockOfADeadProcessIsNone() throws Exception {
    first.destroyForcibly().waitFor();
    assertThat(output.resolve("_runs/lock")).content().contains("process " + first.pid());
    assertThat(TestRuns.files(output)).anyMatch(file -> file.startsWith("_staging/RUN/"));
    run(0);
    assertThat(TestRuns.ask(output, "SELECT count(*) FROM dumps")).containsExactly("1");
    assertThat(TestRuns.files(output)).noneMatch(file -> file.startsWith("_staging/"));
  }
}
