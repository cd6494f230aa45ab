package org.crashtag.sql;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.store.Manifest;

/** Finds where in a part the rows of dumps are that a later run replaced. */
public final class RowPositions implements Closeable {
  /** Of the columns of a file of positions, as Iceberg fixes them. */
  private static final int PATH_ID = 2_147_483_546;

  private static final int POSITION_ID = 2_147_483_545;

  private final Path folder;
  private final PartCache near;
  private Connection connection;
  private int files;

  /** Copies of remote parts and new files are in a temporary folder until this is closed. */
  public RowPositions(Storage storage) throws IOException {
    this.folder = Files.createTempDirectory("crashtag");
    this.near = new PartCache(storage, folder.resolve("near"), Long.MAX_VALUE);
  }

  /**
   * A file of positions.
   *
   * @param bytes the file: Parquet, with a row for each position
   * @param count of positions
   */
  // Written once, and not compared.
  @SuppressWarnings("ArrayRecordComponent")
  public record Positions(byte[] bytes, long count) {}

  /**
   * The positions of the rows of some dumps.
   *
   * @param part a part of a table with dumps
   * @param location of the part as the file names it
   * @param dumps the run of the rows and the dump; the part has rows of at least one of these runs
   * @return empty if the part has no such rows
   */
  public Optional<Positions> find(
      View.PartFile part, String location, List<Manifest.ReplacedDump> dumps)
      throws IOException, SqlFault {
    near.fetch(List.of(part));
    Path file = folder.resolve("positions-" + files++);
    String rows = rows(near.copy(part), dumps);
    try {
      if (connection == null) {
        connection = DriverManager.getConnection("jdbc:duckdb:");
      }
      try (Statement statement = connection.createStatement()) {
        long count;
        try (ResultSet result = statement.executeQuery("SELECT count(*)" + rows)) {
          result.next();
          count = result.getLong(1);
        }
        if (count == 0) {
          return Optional.empty();
        }
        statement.execute(
            "COPY (SELECT "
                + ViewStatements.literal(location)
                + " AS file_path, file_row_number AS pos"
                + rows
                + " ORDER BY pos) TO "
                + ViewStatements.literal(file.toString())
                + " (FORMAT parquet, COMPRESSION zstd, FIELD_IDS {file_path: "
                + PATH_ID
                + ", pos: "
                + POSITION_ID
                + "})");
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return Optional.of(new Positions(bytes, count));
      }
    } catch (SQLException e) {
      throw new SqlFault(e);
    }
  }

  private static String rows(View.PartFile part, List<Manifest.ReplacedDump> dumps) {
    boolean isMerged = part.columns().contains(ViewStatements.RUN_COLUMN);
    String pairs =
        dumps.stream()
            .map(
                dump ->
                    "("
                        + ViewStatements.literal(dump.run())
                        + ", "
                        + ViewStatements.literal(dump.dumpId())
                        + ")")
            .collect(Collectors.joining(", "));
    return " FROM read_parquet("
        + ViewStatements.literal(ViewStatements.pattern(part.absolutePath()))
        + ", hive_partitioning = false, file_row_number = true) WHERE ("
        + (isMerged
            ? ViewStatements.identifier(ViewStatements.RUN_COLUMN)
            : ViewStatements.literal(part.run()))
        + ", dump_id) IN ("
        + pairs
        + ")";
  }

  @Override
  public void close() throws IOException {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      new LocalStorage().delete(folder.toString());
    }
  }
}
