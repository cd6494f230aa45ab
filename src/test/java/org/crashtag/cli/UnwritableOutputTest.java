package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Standard output to a full disk or to a closed pipe. */
class UnwritableOutputTest {
  @TempDir private static Path folder;

  /** Accepts this many bytes, then fails. */
  private static final class Full extends OutputStream {
    private final String message;
    private final long room;
    private long written;
    private int refused;

    Full(String message, long room) {
      this.message = message;
      this.room = room;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (written + length > room) {
        refused++;
        throw new IOException(message);
      }
      written += length;
    }
  }

  @BeforeAll
  static void writeTables() throws IOException {
    String dump = folder.resolve("a.dmp").toString();
    DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
        .blob(SampleBlob.of(org.crashtag.bytes.Guid.NIL, new byte[100]))
        .image()
        .write(Path.of(dump));
    assertThat(CommandRun.of("run", "--input", dump, "--output", output()).exitCode()).isZero();
  }

  private static String output() {
    return folder.resolve("tables").toString();
  }

  private static int run(Full out, ByteArrayOutputStream err, List<String> arguments) {
    Terminal terminal =
        new Terminal(Terminal.results(out), new PrintStream(err, true, UTF_8), false, 80);
    return Main.run(terminal, arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--version",
        "run --help",
        "list DUMP",
        "show DUMP",
        "show --format json DUMP",
        "show --format csv --tag kmdf DUMP",
        "extract --tag nil DUMP",
        "decoders",
        "tables",
        "runs --output OUT",
        "rejects --output OUT",
        "sql --list",
        "sql --output OUT bug-checks",
        "sql --output OUT --format json VALUES(1)",
        "ddl --engine spark --output OUT",
        "layout pipelines/layouts/eventlog.h EVENTLOG",
        "check pipelines/kmdf-list.yaml",
        "run --dry-run --input DUMP --output OUT",
        "run --input DUMP --output OUT",
        "compact --output OUT",
      })
  void everyCommandExitsWithOneAndSaysWhy(String line) {
    List<String> arguments =
        List.of(line.replace("DUMP", folder + "/a.dmp").replace("OUT", output()).split(" "));
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    assertThat(run(new Full("No space left on device", 0), err, arguments)).isEqualTo(1);
    assertThat(err.toString(UTF_8).lines())
        .last()
        .isEqualTo("crashtag: standard output: No space left on device");
    assertThat(err.toString(UTF_8)).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Broken pipe", "The pipe is being closed", "The pipe has been ended"})
  void closedPipeEndsQuietlyAndAtOnce(String message) {
    Full head = new Full(message, 100_000);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> endless =
        List.of(
            "sql", "--output", output(), "--format", "csv", "select * from range(1000000000000)");

    assertThat(run(head, err, endless)).isEqualTo(1);
    assertThat(err.toString(UTF_8)).isEmpty();
    assertThat(head.refused).isEqualTo(1);
  }

  @Test
  void wrongUseStaysWrongUse() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    assertThat(run(new Full("No space left on device", 0), err, List.of("list", "--no-such")))
        .isEqualTo(ExitCode.USAGE);
  }
}
