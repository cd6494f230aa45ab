package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.LogManager;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plain DuckDB and Spark SQL, told of the tables by {@code ddl} only, give the same answers, in the
 * same order, since every question orders its rows.
 */
@Tag("spark")
class EnginesTest {
  @TempDir private static Path folder;
  private static String output;
  private static SparkSession spark;
  private static Connection duckDb;

  @BeforeAll
  static void registerTables() throws Exception {
    LogManager.getLogManager().reset();
    output = EngineTables.write(folder);
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = duckDb.createStatement()) {
      statement.execute(EngineTables.ddl("duckdb", output));
    }
    startSpark();
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
    EngineTables.statements("spark", output).forEach(spark::sql);
    EngineTables.statements("spark", output).forEach(spark::sql);
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
        List<Object> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          row.add(EngineRows.plain(result.getObject(column)));
        }
        rows.add(EngineRows.row(row));
      }
    }
    return rows;
  }

  private static List<String> spark(String question) {
    String statement = question.strip().replaceAll(";$", "");
    return spark.sql(statement).collectAsList().stream().map(EnginesTest::row).toList();
  }

  private static String row(Row row) {
    return EngineRows.row(
        IntStream.range(0, row.size())
            .mapToObj(i -> row.get(i) instanceof scala.collection.Seq<?> ? row.getList(i) : row.get(i))
            .toList());
  }

  @ParameterizedTest
  @MethodSource("questions")
  void answersAreTheSame(String name) throws Exception {
    String question = Questions.of(name).statements(Map.of()).get(0);
    assertThat(spark(question)).isEqualTo(duckDb(question));
  }

  @Test
  void tablesAreTheSame() throws Exception {
    EngineRows.Committed committed = EngineRows.Committed.of(output);
    Map<String, EngineRows.Contents> contents = new TreeMap<>();
    committed
        .selects("`")
        .forEach((table, select) -> contents.put(table, EngineRows.contents(spark(select))));
    assertThat(contents).isEqualTo(committed.contents());
  }

  @Test
  void rowsOfReplacedDumpsAreLeftOut() throws Exception {
    String question =
        "SELECT run, count(*), count(DISTINCT dump_id) FROM dumps GROUP BY run ORDER BY run";
    assertThat(EngineTables.ddl("spark", output)).contains("every_row");
    assertThat(duckDb(question)).hasSizeGreaterThan(2);
    assertThat(spark(question)).isEqualTo(duckDb(question));
  }
}
