package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.crashtag.testing.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "list",
        "show",
        "extract",
        "decoders",
        "sample",
        "tables",
        "layout",
        "messages",
        "run",
        "check",
        "runs",
        "rejects",
        "sql",
        "report",
        "export",
        "ddl",
        "publish",
        "rebuild",
        "compact",
        "expire",
        "demo",
        "completion",
        "man",
        "help"
      })
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
    assertThat(run.out()).contains("Usage: crashtag " + command, "Example: ");
    assertThat(CommandRun.of("help", command)).isEqualTo(run);
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
        .contains("\"kmfd\" is neither a GUID nor a known tag; did you mean \"kmdf\"?");
  }

  @Test
  void framesOfTheStackAreSuggestedLikeATag() {
    assertThat(CommandRun.of("show", "--tag", "stacks", "x").err())
        .contains("\"stacks\" is neither a GUID nor a known tag; did you mean \"stack\"?");
  }

  @Test
  void optionOfOtherCommandsIsAnsweredWithTheirNames() {
    assertThat(CommandRun.of("list", "--tag", "kmdf", "x").err())
        .contains("unknown: --tag; it is an option of the commands show, extract, run");
    assertThat(CommandRun.of("layout", "a.h", "T", "more").err())
        .contains("unexpected argument more\n");
  }

  @Test
  void helpWithoutACommandNamesEveryCommand() {
    assertThat(CommandRun.of("help").out()).isEqualTo(CommandRun.of("--help").out());
    CommandRun unknown = CommandRun.of("help", "lisst");
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown.errLines())
        .containsExactly(
            "crashtag: no command lisst; did you mean \"list\"?", "Try \"crashtag --help\".");
  }

  @Test
  void runWithoutInputSaysInTwoLinesWhatToDo() {
    CommandRun run = CommandRun.of("run");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.errLines())
        .containsExactly(
            "crashtag: no input; use --input PATTERN, as in --input \"crashes/**/*.dmp\", or give a"
                + " pipeline file",
            "Try \"crashtag run --help\".");
  }

  @Test
  void manualDescribesEachCommand(@TempDir Path folder) throws IOException {
    CommandRun run = CommandRun.of("man");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains(".SS crashtag report\n", ".TP\n\\-\\-fail\\-if\\-rows\nExit with code 4")
        .doesNotContain("${", "%n");
    Path page = Files.writeString(folder.resolve("crashtag.1"), run.out());

    Programs.assumeInstalled("groff");
    assertThat(Programs.output("groff", "-man", "-Tutf8", "-ww", "-z", page.toString())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void completionIsAScriptOfTheShell(String shell, @TempDir Path folder) throws IOException {
    CommandRun run = CommandRun.of("completion", shell);
    assertThat(run.exitCode()).isZero();
    Path script = Files.writeString(folder.resolve("completion"), run.out());

    Programs.assumeInstalled(shell);
    assertThat(Programs.output(shell, "-n", script.toString())).isEmpty();
  }

  @Test
  void bashCompletesCommandsAndOptions(@TempDir Path folder) throws IOException {
    Path script =
        Files.writeString(folder.resolve("completion"), CommandRun.of("completion", "bash").out());

    Programs.assumeInstalled("bash");
    assertThat(complete(script, "crashtag", "lay")).isEqualTo("layout");
    assertThat(complete(script, "crashtag", "sql", "--fail")).isEqualTo("--fail-if-rows");
    assertThat(complete(script, "crashtag", "sql", "--format", "mark")).isEqualTo("markdown");
    assertThat(CommandRun.of("completion", "fish").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  /** The completions that bash offers for the last word. */
  private static String complete(Path script, String... words) throws IOException {
    String line =
        "compopt() { :; }; source %s; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_crashtag 2>&1; echo ${COMPREPLY[@]}"
            .formatted(script, String.join(" ", words), words.length - 1);
    return Programs.output("bash", "-c", line).strip();
  }
}
