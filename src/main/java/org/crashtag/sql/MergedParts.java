package org.crashtag.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.TableSchema;
import org.crashtag.table.PartIds;
import org.duckdb.DuckDBConnection;

/**
 * Writes the rows of many parts to few parts, sorted by crash time, dump and key, so that a query
 * about some weeks reads few row groups and a dump's rows stay together, with bloom filters on
 * repeating values (drivers, tags). Sorting by driver would spread each dump's rows, and dump ids
 * don't compress.
 *
 * <p>The engine sorts within a memory limit and writes the rest to disk.
 */
final class MergedParts implements AutoCloseable {
  /** The approximate size of a part. */
  static final long PART_BYTES = 128L << 20;

  /** The crash time of each dump. A pipeline file can't declare a table of this name. */
  static final String CRASHES = "\"crashtag:crashes\"";

  private static final String MEMORY = "400MB";

  /** The engine processes rows in vectors of this size. */
  private static final long VECTOR_ROWS = 2_048;

  private static final long MOST_GROUP_ROWS = 122_880;

  /** The approximate number of row groups of a large part: a query can skip most of them. */
  private static final long GROUPS = 64;

  private static final List<String> KEY =
      List.of("dump_id", "source", "member", "ordinal", "ring", "entry", "offset");

  private static final Column RUN =
      new Column(
          ViewStatements.RUN_COLUMN,
          ColumnType.TEXT,
          "The run that wrote the row, before merging.");

  private final Connection connection;
  private final PartCache near;

  /**
   * A file that is to be a part.
   *
   * @param path on a local disk
   */
  record WrittenFile(Path path, long rows, long bytes) {}

  private MergedParts(Connection connection, PartCache near) {
    this.connection = connection;
    this.near = near;
  }

  /**
   * Creates the views.
   *
   * @param workspace for copies of remote parts, and for what doesn't fit in memory
   */
  static MergedParts open(List<View> views, Workspace workspace) throws SqlFault, IOException {
    try {
      Properties settings = new Properties();
      settings.setProperty("jdbc_stream_results", "true");
      MergedParts parts =
          new MergedParts(DriverManager.getConnection("jdbc:duckdb:", settings), workspace.near());
      parts.run("SET TimeZone = 'UTC'");
      parts.run("SET memory_limit = " + ViewStatements.literal(MEMORY));
      parts.run("SET temp_directory = " + ViewStatements.literal(workspace.spill().toString()));
      for (View view : views) {
        parts.view(view);
      }
      parts.run(
          "CREATE TEMP TABLE "
              + CRASHES
              + " AS SELECT dump_id, min(crash_time) AS crashed FROM dumps GROUP BY dump_id");
      return parts;
    } catch (SQLException e) {
      throw new SqlFault(e);
    }
  }

  /** A merged part's columns: the table's, and the run of each row. */
  static TableSchema withRun(TableSchema table) {
    List<Column> columns = new ArrayList<>(table.columns());
    columns.add(RUN);
    return new TableSchema(table.name(), table.sentence(), columns);
  }

  /** Creates a view. */
  void view(View view) throws SQLException, IOException {
    for (String statement : ViewStatements.of(near.near(view))) {
      run(statement);
    }
  }

  /** The rows of a query, read as they are computed, on a separate connection. */
  record Rows(Connection connection, Statement statement, ResultSet result)
      implements AutoCloseable {
    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  /** The rows of a query. */
  Rows rows(String sql) throws SQLException {
    Connection other = connection.unwrap(DuckDBConnection.class).duplicate();
    try {
      Statement statement = other.createStatement();
      return new Rows(other, statement, statement.executeQuery(sql));
    } catch (SQLException e) {
      other.close();
      throw e;
    }
  }

  /** Runs a statement that returns no rows. */
  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The number that a query returns. */
  long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** The texts that a query returns. */
  List<String> texts(String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        texts.add(result.getString(1));
      }
    }
    return texts;
  }

  /**
   * Writes a table's rows.
   *
   * @param condition for the rows; {@code TRUE} for all
   * @param folder of the files, on a local disk, which must not exist yet
   */
  List<WrittenFile> write(TableSchema table, String condition, Path folder)
      throws SQLException, IOException {
    return write(table, table.name(), condition, folder);
  }

  /**
   * Writes a table's rows.
   *
   * @param view that has them, and the run of each
   */
  List<WrittenFile> write(TableSchema table, String view, String condition, Path folder)
      throws SQLException, IOException {
    String from =
        " FROM "
            + ViewStatements.identifier(view)
            + " AS row LEFT JOIN "
            + CRASHES
            + " AS crashes USING (dump_id)";
    String where = " WHERE " + condition;
    long rows = number("SELECT count(*)" + from + where);
    if (rows == 0) {
      return List.of();
    }
    Files.createDirectories(folder.getParent());
    run(
        "COPY (SELECT row.*"
            + from
            + where
            + " ORDER BY crashes.crashed NULLS LAST"
            + key(table)
            + ") TO "
            + ViewStatements.literal(folder.toString())
            + " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE "
            + groupRows(rows)
            + ", FILE_SIZE_BYTES "
            + PART_BYTES
            + fieldIds(table)
            + ", FILENAME_PATTERN 'part-{i}')");
    return parts(folder);
  }

  /** See {@link PartIds}. */
  private static String fieldIds(TableSchema table) {
    if (table.isDeclared()) {
      return "";
    }
    StringBuilder ids = new StringBuilder(", FIELD_IDS {");
    for (int i = 0; i < table.columns().size(); i++) {
      Column column = table.columns().get(i);
      int id = PartIds.ofColumn(i);
      ids.append(ViewStatements.identifier(column.name())).append(": ");
      if (column.isList()) {
        ids.append("{__duckdb_field_id: " + id + ", element: " + PartIds.ofElements(id) + "}");
      } else {
        ids.append(id);
      }
      ids.append(", ");
    }
    return ids + ViewStatements.identifier(ViewStatements.RUN_COLUMN) + ": " + PartIds.RUN + "}";
  }

  private static String key(TableSchema table) {
    List<String> names = table.columns().stream().map(Column::name).toList();
    return KEY.stream()
        .filter(names::contains)
        .map(name -> ", row." + name + " NULLS FIRST")
        .collect(Collectors.joining());
  }

  private static long groupRows(long rows) {
    long vectors = Math.max(1, rows / GROUPS / VECTOR_ROWS);
    return Math.min(MOST_GROUP_ROWS, vectors * VECTOR_ROWS);
  }

  private List<WrittenFile> parts(Path folder) throws SQLException, IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.sorted(java.util.Comparator.comparingInt(MergedParts::number)).toList();
    }
    List<WrittenFile> parts = new ArrayList<>();
    for (Path file : files) {
      long rows =
          number(
              "SELECT count(*) FROM read_parquet(" + ViewStatements.literal(file.toString()) + ")");
      parts.add(new WrittenFile(file, rows, Files.size(file)));
    }
    return parts;
  }

  private static int number(Path part) {
    return Integer.parseInt(part.getFileName().toString().replaceAll("\\D", ""));
  }

  @Override
  public void close() throws SqlFault {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new SqlFault(e);
    }
  }
}
