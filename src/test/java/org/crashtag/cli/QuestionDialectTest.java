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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The questions are in the SQL that DuckDB, Spark and Trino have in common: nothing in them is
 * DuckDB's alone, and they don't depend on what the engines do differently. The profile {@code
 * engines} asks the engines themselves.
 */
class QuestionDialectTest {
  @TempDir private static Path folder;
  private static String definitions;

  @BeforeAll
  static void writeTables() throws IOException {
    definitions = EngineTables.ddl("duckdb", EngineTables.write(folder));
  }

  static Stream<String> questions() throws IOException {
    return Questions.names().stream();
  }

  @ParameterizedTest
  @MethodSource("questions")
  void everyEngineKnowsEachConstruct(String name) throws IOException {
    assertThat(Questions.of(name).statements(Map.of()))
        .singleElement()
        .satisfies(sql -> assertThat(PortableSql.faults(sql)).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT median(a) FROM t",
        "SELECT quantile_cont(a, 1) FROM t",
        "SELECT arg_max(a, b) FROM t",
        "SELECT concat(a, b) FROM t",
        "SELECT any_value(a) FROM t",
        "SELECT DATE '1970-01-01' + days FROM t",
        "SELECT DATE '1970-01-01' + CAST(a AS INT) FROM t",
        "SELECT a + INTERVAL 1 DAY FROM t",
        "SELECT a FROM t QUALIFY row_number() OVER (ORDER BY a DESC) = 1",
        "SELECT a, count(*) FROM t GROUP BY ALL",
        "SELECT a FROM t ORDER BY ALL",
        "SELECT * EXCLUDE (a) FROM t",
        "SELECT a::BIGINT FROM t",
        "SELECT a FROM t ANTI JOIN u USING (a)",
        "SELECT a FROM t WHERE a ILIKE 'x'",
        "SELECT a // 2 FROM t",
        "SELECT a % 2 FROM t",
        "SELECT 100.0 * a / b FROM t",
        "SELECT [a] FROM t",
        "SELECT list(a) FROM t",
        "SELECT a->>'x' FROM t",
        "SELECT CAST(a AS HUGEINT) FROM t",
        "SELECT CAST(a AS VARCHAR) FROM t",
        "SELECT regexp_replace(a, '\\d', '') FROM t",
        "SELECT a FROM t ORDER BY a",
        "SELECT a FROM t ORDER BY b DESC, lower(a), c DESC",
        "SELECT a FROM t ORDER BY a LIMIT 3",
        "SELECT lag(a) OVER (PARTITION BY b ORDER BY c) FROM t ORDER BY b DESC",
      })
  void whatAnEngineLacksIsRefused(String sql) {
    assertThat(PortableSql.faults(sql)).isNotEmpty();
  }

  @Test
  void whatAllHaveIsNot() {
    assertThat(
            PortableSql.faults(
                "-- median(a) % 2\nSELECT min(a) AS \"list(%)\", 'a::b' FROM t WHERE a IN (1, 2)"
                    + " GROUP BY b ORDER BY count(DISTINCT a) DESC, b NULLS LAST LIMIT 3;"))
        .isEmpty();
  }

  /**
   * With Trino's division of integers and Spark's order of NULL, DuckDB gives the same answers to
   * the questions as by default.
   */
  @Test
  void answersDontDependOnDivisionAndOrderOfNull() throws Exception {
    try (Connection plain = engine();
        Connection other = engine()) {
      run(other, "SET integer_division = true");
      run(other, "SET default_null_order = 'nulls_first_on_asc_last_on_desc'");
      assertThat(rows(other, "SELECT 7 / 2, a FROM (VALUES (1), (NULL)) t(a) ORDER BY a"))
          .containsExactly("3|null", "3|1");
      for (String name : Questions.names()) {
        String sql = Questions.of(name).statements(Map.of()).get(0);
        assertThat(rows(other, sql)).as(name).isEqualTo(rows(plain, sql));
      }
    }
  }

  private static Connection engine() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    run(connection, definitions);
    return connection;
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          row.add(String.valueOf(result.getObject(column)));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }
}
