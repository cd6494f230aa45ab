package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"list", "show", "extract", "decoders", "sample", "tables", "run", "sql", "demo"})
  void helpShowsAnExampleAndFitsATerminal(String command) {
    PrintStream before = System.err;
    ByteArrayOutputStream processError = new ByteArrayOutputStream();
    System.setErr(new PrintStream(processError, true, UTF_8));
    CommandRun run;
    try {
      run = CommandRun.of(command, "--help");
    } finally {
      System.setErr(before);
    }

    assertThat(processError.toString(UTF_8)).as("warnings of the library").isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Usage: crashtag " + command, "Example: crashtag " + command);
    assertThat(run.outLines()).allMatch(line -> line.length() <= 80);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void helpNamesEveryCommand() {
    CommandRun run = CommandRun.of("--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("list", "show", "extract", "sample", "tables", "run", "sql", "demo");
    assertThat(run.outLines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void versionIsPrinted() {
    assertThat(CommandRun.of("--version").out()).isEqualTo("crashtag " + Version.text() + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lisst",
        "list",
        "list --bytes",
        "list --bytes many x",
        "list --bytes -1 x",
        "list --colour x",
        "show",
        "show --format xml x",
        "show --tag kmfd x",
        "extract x",
        "extract --tag",
        "extract --tag nobody x",
        "extract --tag kmdf --ordinal first x",
        "sample",
        "sample --dumps 0 x",
        "sample --broken 101% x",
        "sample --seed x x",
        "decoders --tags"
      })
  void wrongUseIsSaidInALineAndExitsWithTwo(String arguments) {
    CommandRun run = CommandRun.of(arguments.split(" ", -1));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.errLines()).hasSize(2);
    assertThat(run.errLines().get(0)).startsWith("crashtag: ");
    assertThat(run.errLines().get(1)).startsWith("Try \"crashtag").endsWith(" --help\".");
  }

  @Test
  void withoutACommandTheUsageIsPrinted() {
    CommandRun run = CommandRun.of();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("Usage: crashtag").contains("extract");
  }

  @Test
  void unknownTagIsAnsweredWithTheNearest() {
    assertThat(CommandRun.of("show", "--tag", "kmfd", "x").err())
        .contains("\"kmfd\" is no GUID and no known tag; did you mean \"kmdf\"?");
  }
}
