package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
        .image()
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
    assertThat(sql("select", "1").err())
        .contains("unexpected argument 1; put the query in quotation marks, as in \"select 1\"");
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

  @Test
  void pipedTableIsAsWideAsItsValues() {
    String wide = "SELECT repeat('x', 300) AS a, i FROM range(1, 1200) AS t(i)";

    assertThat(sql(wide).outLines().get(2)).isEqualTo("x".repeat(300) + "     1");
    assertThat(sql(wide).out()).doesNotContain("…");
    assertThat(onTerminal(wide).outLines()).allMatch(line -> line.length() <= 80);
    // Columns are as wide as the first thousand rows need; wider values are not cut.
    String late = "SELECT CASE i WHEN 1100 THEN repeat('y', 90) END AS a FROM range(1200) t(i)";
    assertThat(sql(late).outLines()).contains("y".repeat(90));
  }

  private static CommandRun onTerminal(String query) {
    return CommandRun.onTerminal("sql", "--output", output.toString(), query);
  }

  @Test
  void eachStatementIsAnswered() {
    String three = "CREATE TEMP TABLE t AS SELECT ';' AS a; SELECT a FROM t; SELECT 2 AS b;";

    assertThat(sql("--format", "csv", three).outLines()).containsExactly("a", ";", "", "b", "2");
    assertThat(sql("--format", "json", three).outLines())
        .containsExactly("{\"a\":\";\"}", "{\"b\":2}");
    assertThat(sql("SELECT 1 AS a; SELECT 2 AS b").outLines())
        .containsExactly("a", "-", "1", "(1 row)", "", "b", "-", "2", "(1 row)");
    CommandRun faulty = sql("--format", "csv", "SELECT 1 AS a; SELECT no_such");
    assertThat(faulty.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(faulty.outLines()).containsExactly("a", "1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\uFEFF"})
  void questionIsReadFromTheStandardInput(String mark) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream((mark + "SELECT 1 AS a").getBytes(UTF_8)));
    try {
      assertThat(sql("--format", "csv", "-").outLines()).containsExactly("a", "1");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void fileMayHaveAByteOrderMarkButIsUtf8() throws IOException {
    Path marked = Files.writeString(folder.resolve("marked.sql"), "\uFEFF-- Q\nSELECT 1 AS a");
    assertThat(sql("--format", "csv", marked.toString()).outLines()).containsExactly("a", "1");
    Path wide = Files.write(folder.resolve("wide.sql"), "\uFEFFSELECT 1".getBytes(UTF_16LE));
    CommandRun refused = sql(wide.toString());
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.errLines().get(0))
        .isEqualTo("crashtag: " + wide + ": the text is UTF-16; save it as UTF-8");
    Path unmarked = Files.write(folder.resolve("wide2.sql"), "SELECT 1".getBytes(UTF_16LE));
    assertThat(sql(unmarked.toString()).err()).contains("the text is UTF-16");
    Path latin = Files.write(folder.resolve("latin.sql"), "-- \u00fc".getBytes(ISO_8859_1));
    assertThat(sql(latin.toString()).err())
        .contains(latin + ": the text is not UTF-8: see the byte at offset 3");
  }

  @Test
  void parametersAreGivenByName() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("p.sql"),
            "-- param a: One.\n-- param b: Two. Default: it's b\nSELECT $a AS a, $b AS b");
    String question = file.toString();

    assertThat(sql("--format", "csv", "--param", "a=x=1; --", question).outLines())
        .containsExactly("a,b", "x=1; --,it's b");
    assertThat(sql("--format", "csv", "--param", "a='", "--param", "b=2", question).outLines())
        .containsExactly("a,b", "',2");
    CommandRun missing = sql(question);
    assertThat(missing.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(missing.err()).contains("the question needs --param a=VALUE: One.");
    CommandRun unknown = sql("--param", "c=1", question);
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown.err()).contains("the question has no parameter c; it has a, b");
  }

  @Test
  void shippedQuestionsTakeParameters() {
    assertThat(CommandRun.of("sql", "--list").outLines())
        .contains("    --param driver=acmenet.sys  File name of our driver.");
    for (String question : List.of("our-driver-elsewhere", "tag-missing")) {
      CommandRun run = sql("--param", "driver=Other.SYS", "--format", "csv", question);
      assertThat(run.exitCode()).as(run.err()).isZero();
    }
    assertThat(sql("--param", "bugcheck=80", "guilty-drivers").exitCode()).isZero();
  }

  @Test
  void markdownIsATableThatNoValueEnds() {
    assertThat(
            sql(
                    "--format",
                    "markdown",
                    "SELECT 'a|b' AS x, 1 AS n, NULL AS z, '<b>*' || chr(10) AS h")
                .outLines())
        .containsExactly(
            "| x | n | z | h |", "| --- | ---: | ---: | --- |", "| a\\|b | 1 | | &lt;b>\\*\\\\n |");
  }

  @Test
  void rowsFailOnRequest() {
    assertThat(sql("--fail-if-rows", "SELECT 1 WHERE false").exitCode()).isZero();
    CommandRun found = sql("--fail-if-rows", "SELECT 1 AS a; SELECT 1 WHERE false");
    assertThat(found.exitCode()).isEqualTo(4);
    assertThat(found.outLines()).contains("(1 row)", "(0 rows)");
    assertThat(sql("--fail-if-rows", "SELECT no_such").exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void filesAreAskedAsTables() throws IOException {
    Path fleet = folder.resolve("fleet sizes.csv");
    Files.writeString(fleet, "os_build,machines\n19041,2000\n22000,5\n");
    String parquet = folder.resolve("tables/dumps").toString();
    Path part;
    try (Stream<Path> parts = Files.walk(Path.of(parquet))) {
      part = parts.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    Path copy = Files.copy(part, folder.resolve("other[1].PARQUET"));
    CommandRun run =
        sql(
            "--format",
            "csv",
            "--attach",
            fleet.toString(),
            "--attach",
            copy.toString(),
            "SELECT os_build, 1000.0 * count(*) / any_value(machines) AS share FROM dumps"
                + " JOIN \"fleet sizes\" USING (os_build) GROUP BY 1;"
                + " SELECT count(*) AS n FROM \"other[1]\"");

    assertThat(run.outLines())
        .as(run.err())
        .containsExactly("os_build,share", "19041,0.5", "", "n", "1");
  }

  @Test
  void attachedFileThatCannotBeATableIsNamed() throws IOException {
    Path taken = Files.writeString(folder.resolve("Dumps.csv"), "a\n1\n");
    CommandRun refused = sql("--attach", taken.toString(), "SELECT 1");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err())
        .contains("--attach " + taken + ": there already is a table Dumps; rename the file");
    Files.createDirectories(folder.resolve("b"));
    Path one = Files.writeString(folder.resolve("twice.csv"), "a\n1\n");
    Path two = Files.writeString(folder.resolve("b/twice.csv"), "a\n1\n");
    assertThat(sql("--attach", one.toString(), "--attach", two.toString(), "SELECT 1").exitCode())
        .isEqualTo(ExitCode.USAGE);
    CommandRun other = sql("--attach", "a.xlsx", "SELECT 1");
    assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(other.err())
        .contains("--attach a.xlsx: expected a file that ends in .csv or .parquet");
    CommandRun absent = sql("--attach", folder + "/none.csv", "SELECT 1");
    assertThat(absent.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(absent.err()).contains("no such file: " + folder + "/none.csv");
    // It gives no access to other files.
    assertThat(sql("--attach", one.toString(), "FROM read_csv('" + two + "')").exitCode())
        .isEqualTo(ExitCode.FAILED);
  }

  @Test
  void runsAndRejectsAreObjectsForPrograms() {
    assertThat(CommandRun.of("runs", "--json", "--output", output.toString()).outLines())
        .singleElement()
        .asString()
        .startsWith("{\"run\":\"r")
        .contains("\"command\":\"run\"", "\"sources\":1", "\"rejects\":{}", "\"dumps\":1");
    CommandRun rejects = CommandRun.of("rejects", "--json", "--output", output.toString());
    assertThat(rejects.exitCode()).isZero();
    assertThat(rejects.out()).isEmpty();
  }
}
