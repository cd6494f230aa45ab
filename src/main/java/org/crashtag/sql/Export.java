package org.crashtag.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storages;

/**
 * Writes the rows that count for programs that know nothing of runs: a file for each table, or one
 * database file.
 */
public final class Export implements AutoCloseable {
  /** The database file of {@link Format#DUCKDB}. */
  public static final String DATABASE = "crashtag.duckdb";

  private static final String MEMORY = "1GB";

  /** Every engine since 1.0 opens such a file. */
  private static final String STORAGE_VERSION = "v1.0.0";

  /** The database that is written. */
  private static final String TARGET = "export";

  private static final String SPILL = "spill";

  private static final Pattern FILE_NAME = Pattern.compile("\\w+");

  private final List<View> views;
  private final String since;
  private final Path folder;
  private final Connection connection;

  /** What is written. */
  public enum Format {
    /** A Parquet file for each table. */
    PARQUET,
    /** A file of comma-separated values for each table, with a line of names. */
    CSV,
    /** A database file with a view for each table, over the parts. */
    DUCKDB,
    /** A database file with the tables themselves. */
    DUCKDB_COPY
  }

  /**
   * A table that was written.
   *
   * @param file its name
   */
  public record Written(String table, String file, long rows) {}

  private Export(List<View> views, String since, Path folder, Connection connection) {
    this.views = List.copyOf(views);
    this.since = since;
    this.folder = folder;
    this.connection = connection;
  }

  /**
   * Starts an engine.
   *
   * @param all the tables
   * @param since the run after which rows must have been written first; empty for all rows
   * @param folder for the files, which exists
   * @throws SqlFault if a part can't be read
   */
  public static Export open(List<View> all, String since, Path folder)
      throws SqlFault, IOException {
    // Copies of remote parts, which are removed with the engine's own files.
    PartCache cache = PartCache.ofUser(Storages.all(), folder.resolve(SPILL));
    List<View> views = new ArrayList<>();
    for (View view : all) {
      views.add(cache.near(view));
    }
    for (View view : views) {
      if (!FILE_NAME.matcher(view.schema().name()).matches()) {
        throw new SqlFault("the table " + view.schema().name() + " can't be the name of a file");
      }
    }
    try {
      Connection connection = DriverManager.getConnection("jdbc:duckdb:");
      Export export = new Export(views, since, folder, connection);
      export.run("SET TimeZone = 'UTC'");
      export.run("SET memory_limit = " + ViewStatements.literal(MEMORY));
      export.run("SET temp_directory = " + ViewStatements.literal(export.spill().toString()));
      for (View view : views) {
        for (String statement : ViewStatements.since(view, since)) {
          export.run(statement);
        }
      }
      return export;
    } catch (SQLException e) {
      throw new SqlFault(e);
    }
  }

  private Path spill() {
    return folder.resolve(SPILL);
  }

  /** Writes all tables, in their order. */
  public List<Written> write(Format format) throws SqlFault, IOException {
    try {
      return switch (format) {
        case PARQUET -> files(".parquet", "(FORMAT parquet, COMPRESSION zstd)");
        case CSV ->
            files(
                ".csv",
                "(FORMAT csv, HEADER true, DATEFORMAT '%Y-%m-%d',"
                    + " TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S.%fZ')");
        case DUCKDB -> database(false);
        case DUCKDB_COPY -> database(true);
      };
    } catch (SQLException e) {
      throw new SqlFault(e);
    }
  }

  private List<Written> files(String ending, String options) throws SQLException {
    List<Written> written = new ArrayList<>();
    for (View view : views) {
      String table = view.schema().name();
      String select = ending.equals(".csv") ? texts(view) : "SELECT *";
      long rows =
          run(
              "COPY ("
                  + select
                  + " FROM "
                  + ViewStatements.identifier(table)
                  + ") TO "
                  + ViewStatements.literal(folder.resolve(table + ending).toString())
                  + " "
                  + options);
      written.add(new Written(table, table + ending, rows));
    }
    return written;
  }

  /** Bytes in hex, as all results have them. */
  private static String texts(View view) {
    return view.schema().columns().stream()
        .map(Export::text)
        .collect(Collectors.joining(", ", "SELECT ", ", " + ViewStatements.RUN_COLUMN));
  }

  private static String text(Column column) {
    String name = ViewStatements.identifier(column.name());
    return column.type() == ColumnType.BYTES && !column.isList()
        ? "lower(hex(" + name + ")) AS " + name
        : name;
  }

  private List<Written> database(boolean copy) throws SQLException {
    run(
        "ATTACH "
            + ViewStatements.literal(folder.resolve(DATABASE).toString())
            + " AS "
            + TARGET
            + " (STORAGE_VERSION "
            + ViewStatements.literal(STORAGE_VERSION)
            + ")");
    run("USE " + TARGET);
    List<Written> written = new ArrayList<>();
    for (View view : views) {
      String table = ViewStatements.identifier(view.schema().name());
      String from = " FROM memory.main." + table;
      if (copy) {
        run("CREATE TABLE " + table + " AS SELECT *" + from);
        for (String comment : ViewStatements.comments("TABLE", view)) {
          run(comment);
        }
      } else {
        for (String statement : ViewStatements.since(view, since)) {
          run(statement);
        }
      }
      written.add(new Written(view.schema().name(), DATABASE, count(from)));
    }
    run("USE memory");
    run("DETACH " + TARGET);
    return written;
  }

  private long count(String from) throws SQLException {
    try (Statement statement = connection.createStatement();
        var result = statement.executeQuery("SELECT count(*)" + from)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** Runs a statement and returns how many rows it wrote. */
  private long run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return Math.max(0, statement.getUpdateCount());
    }
  }

  /** Ends the engine and removes its temporary files. */
  @Override
  public void close() throws SqlFault, IOException {
    try {
      connection.close();
      new LocalStorage().delete(spill().toString());
    } catch (SQLException e) {
      throw new SqlFault(e);
    }
  }
}
