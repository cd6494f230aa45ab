package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.LogManager;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crashtag.sample.Fleet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plain DuckDB and Spark SQL, told of the tables by {@code ddl} only, give the same answers. The
 * folder has merged parts, later ones, a dump that a longer copy replaced, and a declared table.
 *
 * <p>Values are compared as numbers by their value, whatever type an engine gives them, as instants
 * and days, and as text; rows in their order, since every question orders them.
 */
@Tag("spark")
class EnginesTest {
  private static final int CUT_BYTES = 3_000;

  @TempDir private static Path folder;
  private static String output;
  private static SparkSession spark;
  private static Connection duckDb;

  @BeforeAll
  static void registerTables() throws Exception {
    LogManager.getLogManager().reset();
    Path archive = folder.resolve("archive");
    output = folder.resolve("our tables, {it's}; $[x]").toString();
    Fleet.write(archive.resolve("1"), 40, 1, 10, done -> {});
    Path whole = aDump(archive);
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(whole, Arrays.copyOf(bytes, bytes.length - CUT_BYTES));
    run("run", "pipelines/eventlog.yaml", "--input", archive.toString(), "--output", output);
    Fleet.write(archive.resolve("2"), 20, 2, 10, done -> {});
    run("run", "--input", archive.toString(), "--output", output);
    run("compact", "--all", "--output", output);
    Files.write(archive.resolve("longer.dmp"), bytes);
    run("run", "pipelines/eventlog.yaml", "--input", archive.toString(), "--output", output);
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = duckDb.createStatement()) {
      statement.execute(ddl("duckdb"));
    }
    startSpark();
  }

  /** A minidump whose region, at its end, a cut truncates. */
  private static Path aDump(Path archive) throws IOException {
    try (Stream<Path> files = Files.walk(archive)) {
      return files
          .filter(file -> file.toString().endsWith(".dmp"))
          .sorted()
          .filter(EnginesTest::isWholeMinidump)
          .findFirst()
          .orElseThrow();
    }
  }

  private static boolean isWholeMinidump(Path file) {
    CommandRun list = CommandRun.of("list", file.toString());
    return list.exitCode() == 0 && file.toFile().length() < 1_000_000;
  }

  private static void run(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isIn(ExitCode.DONE, ExitCode.TOO_MANY_REJECTS);
  }

  private static String ddl(String engine) {
    CommandRun ddl = CommandRun.of("ddl", "--engine", engine, "--output", output);
    assertThat(ddl.exitCode()).isEqualTo(ExitCode.DONE);
    return ddl.out();
  }

  private static void startSpark() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.datetime.java8API.enabled", "true")
            .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
            .getOrCreate();
    // Twice: the statements replace what they made.
    statements("spark").forEach(spark::sql);
    statements("spark").forEach(spark::sql);
  }

  private static List<String> statements(String engine) {
    return Stream.of(ddl(engine).replaceAll("(?m)^--.*\n", "").split(";\n"))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }

  @AfterAll
  static void stop() throws SQLException {
    duckDb.close();
    spark.stop();
  }

  static List<String> questions() throws IOException {
    return Questions.names();
  }

  private static List<String> duckDb(String question) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = duckDb.createStatement();
        ResultSet result = statement.executeQuery(question)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          row.add(value(result.getObject(column)));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }

  private static List<String> spark(String question) {
    String statement = question.strip().replaceAll(";$", "");
    return spark.sql(statement).collectAsList().stream().map(EnginesTest::row).toList();
  }

  private static String row(Row row) {
    return String.join(
        "|", IntStream.range(0, row.size()).mapToObj(i -> value(row.get(i))).toList());
  }

  private static String value(Object value) {
    if (value instanceof OffsetDateTime time) {
      return time.toInstant().toString();
    }
    return value instanceof Number number
        ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }

  @ParameterizedTest
  @MethodSource("questions")
  void answersAreTheSame(String name) throws Exception {
    String question = Questions.sql(name);
    assertThat(spark(question)).isEqualTo(duckDb(question));
  }

  @Test
  void rowsOfReplacedDumpsAreLeftOut() throws Exception {
    String question =
        "SELECT run, count(*), count(DISTINCT dump_id) FROM dumps GROUP BY run ORDER BY run";
    assertThat(ddl("spark")).contains("every_row");
    assertThat(duckDb(question)).hasSizeGreaterThan(2);
    assertThat(spark(question)).isEqualTo(duckDb(question));
  }
}
