package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped pipeline of a driver's own log, as a user runs, shows and queries it. */
class DeclaredRunTest {
  private static final String PIPELINE = "pipelines/eventlog.yaml";

  @TempDir Path folder;

  private CommandRun run(String pipeline) {
    return CommandRun.of(
        "run",
        pipeline,
        "--input",
        folder.resolve("archive").toString(),
        "--output",
        folder.resolve("tables").toString());
  }

  @Test
  void fromSampleDumpsToSql() throws Exception {
    CommandRun.of("sample", folder.resolve("archive").toString(), "--dumps", "24");
    String tables = folder.resolve("tables").toString();

    CommandRun run = run(PIPELINE);
    CommandRun answer =
        CommandRun.of(
            "sql",
            "--output",
            tables,
            "--format",
            "csv",
            "select count(*) > 100, count(*) filter (torn) > 0, min(event) from acmenet_events");
    CommandRun shown =
        CommandRun.of("show", "--pipeline", PIPELINE, folder.resolve("archive").toString());

    assertThat(run.out()).contains("acmenet_events");
    assertThat(answer.outLines()).last().isEqualTo("true,true,EventReceive");
    assertThat(shown.out())
        .contains("[acmenet_events: EVENTLOG_ENTRY of layouts/eventlog.h]")
        .contains("event                     EventSend")
        .doesNotContain("!drvobj");
    changedTypeIsRefused();
  }

  /** A text column can't become a number: both places are reported before anything is read. */
  private void changedTypeIsRefused() throws Exception {
    Path changed = folder.resolve("changed.yaml");
    String text = Files.readString(Path.of(PIPELINE), UTF_8);
    Files.writeString(changed, text.replaceFirst("Flags: \\{.*}", "Flags: {as: hex}"));
    Files.createDirectory(folder.resolve("layouts"));
    Files.copy(Path.of("pipelines/layouts/eventlog.h"), folder.resolve("layouts/eventlog.h"));

    CommandRun run = run(changed.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errLines().get(0))
        .startsWith("crashtag: " + changed + ":8:12: acmenet_events.flags would be HEX64, but is")
        .contains(folder.resolve("tables") + ", run r");
  }

  @Test
  void tableOfABuiltInDecoderIsRefused() throws Exception {
    Path taken = folder.resolve("taken.yaml");
    Files.writeString(
        taken,
        """
        decode:
          - tag: "{F87E4A4C-C5A1-4D2F-BFF0-D5DE63A5E4C3}"
            table: kmdf_drivers
            header: kmdf.h
            record: KMDF_ENTRY
        """);

    CommandRun run = run(taken.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errLines().get(0))
        .startsWith("crashtag: " + taken + ":3:12: kmdf_drivers is a built-in table: ");
  }
}
