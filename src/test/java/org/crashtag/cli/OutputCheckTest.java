package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputCheckTest {
  @TempDir private Path folder;
  private Path output;

  @BeforeEach
  void run() {
    output = folder.resolve("tables");
    Path archive = folder.resolve("archive");
    assertThat(CommandRun.of("sample", archive.toString(), "--dumps", "3").exitCode()).isZero();
    assertThat(
            CommandRun.of("run", "--input", archive.toString(), "--output", output.toString())
                .exitCode())
        .isZero();
  }

  private CommandRun check() {
    return CommandRun.of("check", "--output", output + "/");
  }

  private List<Path> files(String below) throws IOException {
    try (Stream<Path> files = Files.walk(output.resolve(below))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void oneLineSaysThatAllIsWell() {
    CommandRun run = check();
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.outLines())
        .singleElement()
        .asString()
        .matches(output + ": 1 runs, \\d+ parts of [\\d,]+ bytes and the index: all as written");
  }

  @Test
  void eachFileThatDiffersIsNamed() throws IOException {
    List<Path> dumps = files("dumps");
    List<Path> tags = files("tags");
    byte[] bytes = Files.readAllBytes(dumps.get(0));
    bytes[bytes.length / 2] ^= 1;
    Files.write(dumps.get(0), bytes);
    Files.write(tags.get(0), Arrays.copyOf(bytes, 7));
    Files.delete(tags.get(1));
    Files.delete(files("_index").get(0));

    CommandRun run = check();
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out()).isEmpty();
    assertThat(run.errLines()).hasSize(4);
    assertThat(run.errLines().get(0))
        .matches(
            "crashtag: "
                + dumps.get(0)
                + ": its checksum \\(CRC-32C\\) is [0-9a-f]{8} instead of [0-9a-f]{8}");
    assertThat(run.errLines().get(1))
        .startsWith("crashtag: " + tags.get(0) + ": 7 bytes instead of ");
    assertThat(run.errLines().get(2)).startsWith("crashtag: " + tags.get(1) + ": missing");
    assertThat(run.errLines().get(3))
        .startsWith("crashtag: " + output + "/_index/")
        .endsWith(": missing; the next run rebuilds the index");
  }

  @Test
  void damagedManifestIsNamed() throws IOException {
    Files.writeString(output.resolve("_runs/00000001.json"), "{");
    CommandRun run = check();
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errLines())
        .containsExactly("crashtag: " + output + "/_runs/00000001.json: not a manifest");
  }

  @Test
  void folderWithoutRunsIsAFailure() throws IOException {
    CommandRun run = CommandRun.of("check", "--output", folder.resolve("none").toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("no committed run here");
  }

  @Test
  void eitherAPipelineFileOrAFolderIsChecked() {
    for (CommandRun run :
        List.of(CommandRun.of("check"), CommandRun.of("check", "a.yaml", "--output", "b"))) {
      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(run.err()).contains("--output");
    }
  }
}
