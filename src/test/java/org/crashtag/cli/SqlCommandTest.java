package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.Fleet;
import org.crashtag.sample.MachineKind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlCommandTest {
  private static final String QUESTION = "SELECT bugcheck_name, os_build FROM dumps";

  @TempDir private static Path folder;
  private static Path output;

  @BeforeAll
  static void run() throws IOException {
    output = folder.resolve("tables");
    Path dump = folder.resolve("a.dmp");
    DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
        .build(19041)
        .bugCheck(0xD1, 1, 2, 0, 4)
        .write(dump);
    CommandRun run =
        CommandRun.of("run", "--input", dump.toString(), "--output", output.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private static CommandRun sql(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "sql";
    all[1] = "--output";
    all[2] = output.toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return CommandRun.of(all);
  }

  @Test
  void answersAsATable() {
    CommandRun run = sql(QUESTION);
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("bugcheck_name", "DRIVER_IRQL_NOT_LESS_OR_EQUAL", "19041");
    assertThat(run.outLines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void answersAsCsv() {
    assertThat(sql("--format", "csv", QUESTION).outLines())
        .containsExactly("bugcheck_name,os_build", "DRIVER_IRQL_NOT_LESS_OR_EQUAL,19041");
  }

  @Test
  void answersAsJson() {
    assertThat(sql("--format", "json", QUESTION).out().strip())
        .isEqualTo("{\"bugcheck_name\":\"DRIVER_IRQL_NOT_LESS_OR_EQUAL\",\"os_build\":19041}");
  }

  @Test
  void slashBehindTheFolderChangesNothing() {
    CommandRun run =
        CommandRun.of(
            "sql", "--output", output + "/", "--format", "csv", "SELECT count(*) FROM dumps");
    assertThat(run.outLines()).endsWith("1");
  }

  @Test
  void questionCanStandInAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("question.SQL"), "-- What?\n" + QUESTION + ";\n");
    CommandRun run = sql("--format", "csv", file.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.outLines()).endsWith("DRIVER_IRQL_NOT_LESS_OR_EQUAL,19041");
  }

  @Test
  void missingFileIsNamed() {
    CommandRun run = sql(folder + "/none.sql");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errLines()).containsExactly("crashtag: no such file: " + folder + "/none.sql");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SELEKT 1",
        "SELECT * FROM dupms",
        "SELECT buckcheck_name FROM dumps",
        "SELECT 1 +",
        "SELECT CAST(bugcheck_name AS INTEGER) FROM dumps",
        "DELETE FROM dumps",
        "SELECT * FROM read_csv('/etc/passwd')"
      })
  void faultyQuestionIsSaidWithoutAStackTrace(String question) {
    CommandRun run = sql(question);
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).startsWith("crashtag: ").doesNotContain("\tat ", "Exception:", "org.");
  }

  @Test
  void emptyTableHasItsColumns() {
    assertThat(sql("--format", "csv", "SELECT driver, run FROM kmdf_drivers").outLines())
        .containsExactly("driver,run");
  }

  @Test
  void folderWithoutRunsIsSaid() {
    CommandRun run = CommandRun.of("sql", "--output", folder + "/none", "SELECT 1");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errLines())
        .containsExactly(
            "crashtag: " + folder + "/none: no committed run here; \"crashtag run\" creates one");
  }

  @Test
  void wrongUseEndsWithTwo() {
    assertThat(sql().exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(sql("--format", "xml", QUESTION).exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(sql("--fromat=csv", QUESTION).err())
        .contains("unknown: --fromat; did you mean \"--format\"?");
  }

  @Test
  void shippedQuestionsAreListedAndAskedByName() {
    CommandRun list = CommandRun.of("sql", "--list");
    assertThat(list.exitCode()).isZero();
    assertThat(list.outLines())
        .contains("bug-checks-by-week", "    Which bug checks occur, by week and Windows build?")
        .allMatch(line -> line.length() <= 80);
    CommandRun run = sql("--format", "csv", "bug-checks-by-week");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.outLines()).hasSize(2).first().isEqualTo("week,os_build,bugcheck_name,crashes");
  }

  @Test
  void unknownNameGivesTheNearest() {
    CommandRun run = sql("identical-crash");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .contains("unknown question: identical-crash; did you mean \"identical-crashes\"?");
  }

  @Test
  void tableThatNoRunDeclaredIsSaid() {
    CommandRun run = sql("last-second");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errLines())
        .containsExactly(
            "crashtag: "
                + output
                + ": no table acmenet_events; if a pipeline file declares it, run that file"
                + " first");
  }

  @Test
  void questionOfADeclaredTableIsAskedWhereItsPipelineRan() throws IOException {
    Path archive = folder.resolve("fleet");
    Fleet.write(archive, 60, 1, 0, done -> {});
    String tables = folder.resolve("own").toString();
    CommandRun run =
        CommandRun.of(
            "run",
            "pipelines/eventlog.yaml",
            "--input",
            archive.toString(),
            "--output",
            tables,
            "--max-rejects",
            "100%");
    assertThat(run.exitCode()).as(run.err()).isZero();
    for (String name : List.of("last-second", "last-events")) {
      CommandRun answer = CommandRun.of("sql", "--output", tables, "--format", "csv", name);
      assertThat(answer.exitCode()).as(answer.err()).isZero();
      assertThat(answer.outLines()).as(name).hasSizeGreaterThan(1);
    }
  }
}
