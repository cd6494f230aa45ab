package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  @TempDir private Path folder;

  @Test
  void makesDumpsRunsAndAnswersThreeQuestions() {
    Path demo = folder.resolve("demo");
    for (String time : new String[] {"first", "made anew"}) {
      CommandRun run = CommandRun.of("demo", demo.toString());
      assertThat(run.exitCode()).as(time + ": " + run.err()).isZero();
      assertThat(run.err()).isEmpty();
      assertThat(run.outLines())
          .contains(
              "pipelines/sql/top-signatures.sql",
              "pipelines/sql/suspects-by-build.sql",
              "pipelines/sql/crashes-after-update.sql")
          .anyMatch(line -> line.matches("500 sample dumps, [1-9][0-9]* of them broken: .*"))
          .anyMatch(line -> line.contains("acmenet"))
          .anyMatch(line -> line.contains("0xD1|acmenet.sys"));
    }
  }

  @Test
  void folderWithOtherThingsIsLeftAlone() throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "mine");
    CommandRun run = CommandRun.of("demo", folder.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("already exists and is not a demo folder");
    assertThat(folder.resolve("mine.txt")).hasContent("mine");
    assertThat(folder.resolve("archive")).doesNotExist();
  }

  @Test
  void fileIsLeftAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.txt"), "mine");
    CommandRun run = CommandRun.of("demo", file.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(file + " is a file, not a demo folder");
    assertThat(file).hasContent("mine");
  }
}
