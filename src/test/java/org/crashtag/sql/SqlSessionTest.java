package org.crashtag.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.TableSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlSessionTest {
  private static final Column NAME = new Column("name", ColumnType.TEXT, "It's a name.");
  private static final Column SIZE = new Column("size", ColumnType.BIGINT, "Bytes.");
  private static final TableSchema FILES =
      new TableSchema("files", "One row per file.", List.of(NAME, SIZE));

  @TempDir Path output;

  @Test
  void aTableIsAllItsPartsWithTheirRuns() throws Exception {
    View view =
        new View(
            FILES,
            List.of(
                part("r1", new Object[] {"a", 1L}, new Object[] {"b", 2L}),
                part("r2", new Object[] {"c", null})));
    assertThat(rows(view, "SELECT * FROM files ORDER BY name"))
        .containsExactly("[a, 1, r1]", "[b, 2, r1]", "[c, null, r2]");
  }

  @Test
  void aTableWithoutPartsHasItsColumnsAndNoRows() throws Exception {
    List<Column> columns = new ArrayList<>();
    for (ColumnType type : ColumnType.values()) {
      columns.add(new Column("a_" + type, type, "A value."));
    }
    columns.add(new Column("numbers", ColumnType.BIGINT, "Some values.").asList());
    TableSchema all = new TableSchema("all_types", "A row.", columns);
    View absent = new View(all, List.of());
    View empty = new View(all, List.of(new PartFolder(output).write(all, "r1")));
    List<String> described = rows(absent, "SELECT column_type FROM (DESCRIBE all_types)");
    assertThat(described)
        .containsExactly(
            "[VARCHAR]",
            "[VARCHAR]",
            "[VARCHAR]",
            "[BIGINT]",
            "[DECIMAL(20,0)]",
            "[DOUBLE]",
            "[BOOLEAN]",
            "[TIMESTAMP WITH TIME ZONE]",
            "[DATE]",
            "[BLOB]",
            "[BIGINT[]]",
            "[VARCHAR]");
    assertThat(rows(empty, "SELECT column_type FROM (DESCRIBE all_types)")).isEqualTo(described);
    assertThat(rows(absent, "SELECT * FROM all_types")).isEmpty();
    assertThat(rows(empty, "SELECT * FROM all_types")).isEmpty();
  }

  @Test
  void columnsThatAPartLacksAreNull() throws Exception {
    TableSchema earlier = new TableSchema("files", "One row per file.", List.of(NAME));
    View view =
        new View(
            FILES,
            List.of(
                new PartFolder(output).write(earlier, "r1", new Object[] {"a"}),
                part("r2", new Object[] {"b", 2L})));
    assertThat(rows(view, "SELECT * FROM files ORDER BY name"))
        .containsExactly("[a, null, r1]", "[b, 2, r2]");
  }

  @Test
  void columnsThatTheTableDoesNotKnowAreLeftOut() throws Exception {
    TableSchema today = new TableSchema("files", "One row per file.", List.of(NAME));
    View view = new View(today, List.of(part("r1", new Object[] {"a", 1L})));
    assertThat(rows(view, "SELECT * FROM files")).containsExactly("[a, r1]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "it's",
        "two words",
        "a[1]",
        "a[0-9]",
        "{a,b}",
        "~",
        "Übergröße 漢字",
        "name=other",
        "run=x",
        "100%",
        "a;b--c"
      })
  void aPathsCharactersStandForThemselves(String folder) throws Exception {
    assertOnlyThisPartIsRead(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "a*", "?", "a?c", "**", "\"quoted\"", "back\\slash"})
  @DisabledOnOs(OS.WINDOWS)
  void aPathIsNoPattern(String folder) throws Exception {
    assertOnlyThisPartIsRead(folder);
  }

  private void assertOnlyThisPartIsRead(String folder) throws Exception {
    for (String other : List.of("a1", "abc", "b", "x")) {
      new PartFolder(output.resolve(other)).write(FILES, "r1", new Object[] {"other", 2L});
    }
    PartFolder odd = new PartFolder(output.resolve(folder));
    View view = new View(FILES, List.of(odd.write(FILES, "r1", new Object[] {"this", 1L})));
    assertThat(rows(view, "SELECT * FROM files")).containsExactly("[this, 1, r1]");
  }

  @Test
  void aPartElsewhereThanInItsRunsFolderIsRefused() {
    assertThatThrownBy(() -> new View.PartFile("files/part-0.parquet", "r1", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("files/part-0.parquet isn't in a folder run=r1");
  }

  @Test
  void aColumnMayHaveTheNameThatTheEngineGivesToPaths() throws Exception {
    TableSchema table =
        new TableSchema(
            "files", "A row.", List.of(new Column("FileName", ColumnType.TEXT, "A name.")));
    View view =
        new View(table, List.of(new PartFolder(output).write(table, "r1", new Object[] {"a.sys"})));
    assertThat(rows(view, "SELECT * FROM files")).containsExactly("[a.sys, r1]");
  }

  @Test
  void aQuestionAboutARunReadsThatRunsParts() throws Exception {
    View view =
        new View(
            FILES, List.of(part("r1", new Object[] {"a", 1L}), part("r2", new Object[] {"b", 2L})));
    try (SqlSession session = SqlSession.open(List.of(view))) {
      String plan = "EXPLAIN ANALYZE SELECT name FROM files";
      assertThat(rows(session, plan)).asString().contains("Total Files Read: 2");
      assertThat(rows(session, plan + " WHERE run = 'r1'"))
          .asString()
          .contains("Total Files Read: 1");
    }
  }

  @Test
  void sentencesAreComments() throws Exception {
    View view = new View(FILES, List.of());
    assertThat(rows(view, "SELECT comment FROM duckdb_views() WHERE view_name = 'files'"))
        .containsExactly("[One row per file.]");
    assertThat(
            rows(
                view,
                "SELECT comment FROM duckdb_columns() WHERE table_name = 'files' ORDER BY"
                    + " column_index"))
        .containsExactly("[It's a name.]", "[Bytes.]", "[The run that wrote the row.]");
  }

  @Test
  void timesAreUtc() throws Exception {
    assertThat(
            rows(
                new View(FILES, List.of()),
                "SELECT TIMESTAMPTZ '2026-03-17 03:15:22+02' AS t, date_trunc('day', t)"))
        .containsExactly("[2026-03-17T01:15:22Z, 2026-03-17T00:00Z]");
  }

  @Test
  void theLastOfSeveralStatementsAnswers() throws Exception {
    View view = new View(FILES, List.of(part("r1", new Object[] {"a;b", 1L})));
    assertThat(
            rows(
                view,
                """
                -- The names; shouted.
                CREATE TABLE loud AS SELECT upper(name) AS n FROM files;
                SELECT n /* ; */ FROM loud -- done
                ;
                """))
        .containsExactly("[A;B]");
  }

  @Test
  void aStatementWithoutAResultHasNoColumns() throws Exception {
    try (SqlSession session = SqlSession.open(List.of());
        QueryResult result = session.query("CREATE VIEW v AS SELECT 1")) {
      assertThat(result.columns()).isEmpty();
      assertThat(result.next()).isNull();
    }
  }

  @Test
  void aMistakeIsShownWhereItIs() throws Exception {
    try (SqlSession session = SqlSession.open(List.of(new View(FILES, List.of())))) {
      assertThatThrownBy(() -> session.query("SELECT name,\n  sise FROM files"))
          .isInstanceOf(SqlFault.class)
          .hasMessageStartingWith("Binder Error: Referenced column \"sise\" not found")
          .hasMessageContaining("LINE 2:   sise FROM files\n          ^")
          .message()
          .doesNotContain("\n\n");
      assertThatThrownBy(() -> session.query("-- nothing"))
          .isInstanceOf(SqlFault.class)
          .hasMessageContaining("No statements");
      assertThat(rows(session, "SELECT 1")).containsExactly("[1]");
    }
  }

  @Test
  void aFaultAmongTheRowsIsAFault() throws Exception {
    try (SqlSession session = SqlSession.open(List.of())) {
      assertThatThrownBy(
              () ->
                  rows(
                      session,
                      "SELECT CASE WHEN i = 1500000 THEN error('late') ELSE 'x' END"
                          + " FROM range(2000000) t(i)"))
          .isInstanceOf(SqlFault.class)
          .hasMessage("Invalid Input Error: late");
      assertThatThrownBy(
              () ->
                  rows(
                      session,
                      "CREATE TABLE t AS SELECT 1; SELECT CASE WHEN i = 1500000 THEN error('late')"
                          + " ELSE 'x' END FROM range(2000000) t(i)"))
          .isInstanceOf(SqlFault.class)
          .hasMessageStartingWith("a row could not be computed");
      assertThat(rows(session, "SELECT count(*) FROM range(200000)")).containsExactly("[200000]");
    }
  }

  @Test
  void aMissingPartIsAFaultThatNamesIt() throws Exception {
    View.PartFile part = part("r1", new Object[] {"a", 1L});
    Files.delete(Path.of(part.path()));
    assertThatThrownBy(() -> SqlSession.open(List.of(new View(FILES, List.of(part)))))
        .isInstanceOf(SqlFault.class)
        .hasMessageContaining("part-0.parquet");
  }

  @Test
  void nothingButThePartsCanBeReached() throws Exception {
    View.PartFile part = part("r1", new Object[] {"a", 1L});
    Path secret = Files.writeString(output.resolve("secret.csv"), "a,b\n1,2\n");
    try (SqlSession session = SqlSession.open(List.of(new View(FILES, List.of(part))))) {
      for (String sql :
          List.of(
              "SELECT * FROM read_csv('" + secret + "')",
              "SELECT * FROM '" + secret + "'",
              "SELECT * FROM read_text('" + secret + "')",
              "SELECT * FROM glob('" + output + "/*')",
              "COPY (SELECT 1) TO '" + output.resolve("new.csv") + "'",
              "EXPORT DATABASE '" + output.resolve("export") + "'",
              "ATTACH '" + output.resolve("new.db") + "'",
              "INSTALL httpfs",
              "LOAD httpfs",
              "SELECT * FROM 'https://localhost/a.parquet'",
              "SET enable_external_access = true",
              "SET allowed_directories = ['" + output + "']",
              "SET TimeZone = 'Asia/Tokyo'")) {
        assertThatThrownBy(() -> rows(session, sql)).as(sql).isInstanceOf(SqlFault.class);
      }
    }
    try (Stream<Path> left = Files.list(output)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("files", "secret.csv");
    }
  }

  @Test
  void noPartCanBeChanged() throws Exception {
    View.PartFile part = part("r1", new Object[] {"a", 1L});
    byte[] before = Files.readAllBytes(Path.of(part.path()));
    try (SqlSession session = SqlSession.open(List.of(new View(FILES, List.of(part))))) {
      for (String options :
          List.of(
              "",
              "(FORMAT csv)",
              "(FORMAT parquet, USE_TMP_FILE false)",
              "(FORMAT csv, use_tmp_file 0)",
              "(FORMAT csv, PER_THREAD_OUTPUT true, OVERWRITE true)",
              "(FORMAT csv, FILE_SIZE_BYTES 1000, OVERWRITE true)",
              "(FORMAT csv, PARTITION_BY (a), OVERWRITE true)")) {
        assertRefused(session, "COPY (SELECT 1 AS a, 2 AS b) TO '" + part.path() + "' " + options);
      }
      for (String sql :
          List.of(
              "EXPORT DATABASE '%s'",
              "SET profiling_output = '%s'",
              "SET log_query_path = '%s'",
              "-- Nothing.\n'--'; COPY (SELECT 1) TO '%s' (USE_TMP_FILE false)",
              "SELECT '\n--'; COPY (SELECT 1) TO '%s' (USE_TMP_FILE false)",
              "PREPARE p AS/**/copy (SELECT 1) to '%s' (USE_TMP_FILE false); EXECUTE p")) {
        assertRefused(session, sql.formatted(part.path()));
      }
      assertThat(Path.of(part.path())).hasBinaryContent(before);
      assertThat(rows(session, "-- Copy this question to change it.\nSELECT name FROM files"))
          .containsExactly("[a]");
    }
  }

  private static void assertRefused(SqlSession session, String sql) {
    assertThatThrownBy(() -> rows(session, sql)).as(sql).isInstanceOf(SqlFault.class);
  }

  @Test
  void whatExceedsMemoryGoesToAFolderThatIsRemoved() throws Exception {
    Path folder;
    try (SqlSession session = SqlSession.open(List.of(), "100MB")) {
      folder = Path.of((String) values(session, "SELECT current_setting('temp_directory')")[0]);
      assertThat(folder).isEmptyDirectory();
      try (QueryResult result =
          session.query(
              "SELECT i::VARCHAR || repeat('x', 100) AS v FROM range(3000000) t(i) ORDER BY"
                  + " hash(i)")) {
        assertThat(result.next()).isNotNull();
        assertThat(folder).isNotEmptyDirectory();
      }
    }
    assertThat(folder).doesNotExist();
  }

  @Test
  void valuesArePlainObjects() throws Exception {
    try (SqlSession session = SqlSession.open(List.of())) {
      Object[] row =
          values(
              session,
              "SELECT 1::BIGINT, 'a'::BLOB, [1, NULL], {'a': [TIMESTAMP '2026-01-02 03:04:05']},"
                  + " MAP {1: 'x'}, '{\"a\":1}'::JSON, NULL, DATE '2026-01-02', true,"
                  + " '00000000-0000-0000-0000-000000000001'::UUID, INTERVAL 1 DAY");
      assertThat((byte[]) row[1]).containsExactly('a');
      row[1] = "";
      assertThat(Arrays.toString(row))
          .isEqualTo(
              "[1, , [1, null], {a=[2026-01-02T03:04:05]}, {1=x}, {\"a\":1}, null, 2026-01-02,"
                  + " true, 00000000-0000-0000-0000-000000000001, 1 day]");
    }
  }

  private View.PartFile part(String run, Object[]... rows) throws IOException {
    return new PartFolder(output).write(FILES, run, rows);
  }

  private static List<String> rows(View view, String sql) throws Exception {
    try (SqlSession session = SqlSession.open(List.of(view))) {
      return rows(session, sql);
    }
  }

  private static List<String> rows(SqlSession session, String sql) throws SqlFault {
    List<String> rows = new ArrayList<>();
    try (QueryResult result = session.query(sql)) {
      for (Object[] row = result.next(); row != null; row = result.next()) {
        rows.add(Arrays.toString(row));
      }
    }
    return rows;
  }

  private static Object[] values(SqlSession session, String sql) throws SqlFault {
    try (QueryResult result = session.query(sql)) {
      return result.next();
    }
  }
}
