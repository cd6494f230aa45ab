package org.crashtag.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;

/**
 * The Iceberg tables of a local output folder, as an engine reads them: Iceberg's own library plans
 * which files are read, and DuckDB reads these.
 */
public final class IcebergFolder {
  private final Path output;
  private final String location;

  public IcebergFolder(Path output) {
    this(output, "file://" + output.toAbsolutePath());
  }

  /**
   * Reads a copy.
   *
   * @param location of the original, as metadata contains it
   */
  public IcebergFolder(Path output, String location) {
    this.output = output.toAbsolutePath();
    this.location = location;
  }

  /** Reads local files. */
  private final class LocalFiles implements FileIO {
    private static final long serialVersionUID = 1L;

    @Override
    public InputFile newInputFile(String of) {
      return org.apache.iceberg.Files.localInput(path(of).toFile());
    }

    @Override
    public OutputFile newOutputFile(String location) {
      throw new UnsupportedOperationException("readers don't write");
    }

    @Override
    public void deleteFile(String location) {
      throw new UnsupportedOperationException("readers don't delete");
    }
  }

  private Path path(String of) {
    if (!of.startsWith(location + "/")) {
      throw new IllegalArgumentException(of + " isn't below " + location);
    }
    return output.resolve(of.substring(location.length() + 1));
  }

  /** The names of the tables that have metadata, sorted. */
  public List<String> tables() throws IOException {
    try (var folders = Files.list(output)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("metadata/version-hint.text")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /** The version that the hint names. */
  public int version(String table) throws IOException {
    return Integer.parseInt(
        Files.readString(output.resolve(table).resolve("metadata/version-hint.text")));
  }

  /** A table, as of the version that the hint names. */
  public BaseTable table(String table) throws IOException {
    String file = "/" + table + "/metadata/v" + version(table) + ".metadata.json";
    return new BaseTable(new StaticTableOperations(location + file, new LocalFiles()), table);
  }

  /** The files that a scan of the current snapshot reads, as paths below the output folder. */
  public List<String> files(String table) throws IOException {
    return tasks(table(table).newScan()).stream()
        .map(task -> below(task.file().location()))
        .sorted()
        .toList();
  }

  /** How many files of deleted rows the current snapshot names. */
  public int deletes(String table) throws IOException {
    BaseTable iceberg = table(table);
    return iceberg.currentSnapshot().deleteManifests(iceberg.io()).stream()
        .mapToInt(manifest -> manifest.addedFilesCount() + manifest.existingFilesCount())
        .sum();
  }

  /** The files that a scan for one run reads, as paths below the output folder. */
  public List<String> filesOf(String table, String run) throws IOException {
    TableScan scan = table(table).newScan().filter(Expressions.equal("run", run));
    return tasks(scan).stream().map(task -> below(task.file().location())).sorted().toList();
  }

  private String below(String location) {
    return output.relativize(path(location)).toString().replace('\\', '/');
  }

  /** What each snapshot did and the latest run that it has, oldest first. */
  public List<String> history(String table) throws IOException {
    return StreamSupport.stream(table(table).snapshots().spliterator(), false)
        .map(snapshot -> snapshot.operation() + " " + snapshot.summary().get("crashtag.run"))
        .toList();
  }

  private static List<FileScanTask> tasks(TableScan scan) throws IOException {
    List<FileScanTask> tasks = new ArrayList<>();
    try (CloseableIterable<FileScanTask> planned = scan.includeColumnStats().planFiles()) {
      planned.forEach(tasks::add);
    }
    return tasks;
  }

  /** The rows of the current snapshot, each as one text, sorted. */
  public List<String> rows(String table) throws IOException, SQLException {
    BaseTable iceberg = table(table);
    return rows(iceberg, iceberg.newScan());
  }

  /** The rows of an earlier snapshot. */
  public List<String> rows(String table, Snapshot snapshot) throws IOException, SQLException {
    BaseTable iceberg = table(table);
    return rows(iceberg, iceberg.newScan().useSnapshot(snapshot.snapshotId()));
  }

  /** The rows of the current snapshots, each as one text that begins with the table, sorted. */
  public List<String> everything(List<String> tables) throws IOException, SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
      for (String table : tables) {
        BaseTable iceberg = table(table);
        rows(duck, iceberg, iceberg.newScan()).forEach(row -> rows.add(table + " " + row));
      }
    }
    rows.sort(null);
    return rows;
  }

  private List<String> rows(BaseTable table, TableScan scan) throws IOException, SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
      List<String> rows = rows(duck, table, scan);
      rows.sort(null);
      return rows;
    }
  }

  private List<String> rows(Connection duck, BaseTable table, TableScan scan)
      throws IOException, SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = duck.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      for (FileScanTask task : tasks(scan)) {
        check(statement, table, task);
        try (ResultSet result = statement.executeQuery(select(statement, table, task))) {
          while (result.next()) {
            rows.add(result.getString(1));
          }
        }
      }
    }
    return rows;
  }

  /**
   * A file's field ids are those of the table, or, if it has none, its columns' names have ids; its
   * length and rows are true.
   */
  private void check(Statement statement, BaseTable table, FileScanTask task)
      throws IOException, SQLException {
    String file = literal(task.file());
    NameMapping names =
        NameMappingParser.fromJson(table.properties().get(TableProperties.DEFAULT_NAME_MAPPING));
    try (ResultSet result =
        statement.executeQuery(
            "WITH columns AS (SELECT name, field_id FROM parquet_schema("
                + file
                + ") WHERE repetition_type IS NOT NULL"
                + " AND name NOT IN ('duckdb_schema', 'list', 'element'))"
                + " SELECT name, field_id, (SELECT count(field_id) FROM columns) FROM columns")) {
      while (result.next()) {
        String name = result.getString(1);
        int id = result.getInt(3) > 0 ? result.getInt(2) : names.find(name).id();
        Types.NestedField field = table.schema().findField(id);
        if (field == null || !field.name().equals(name)) {
          throw new IOException(file + ": " + name + " is read as " + field);
        }
      }
    }
    try (ResultSet result =
        statement.executeQuery("SELECT count(*) FROM read_parquet(" + file + ")")) {
      result.next();
      if (result.getLong(1) != task.file().recordCount()
          || Files.size(path(task.file().location())) != task.file().fileSizeInBytes()) {
        throw new IOException(file + ": other rows or bytes than the manifest names");
      }
    }
  }

  /**
   * How many bounds of columns, in all files of the current snapshot, are what the files contain.
   */
  public int bounds(String table) throws IOException, SQLException {
    BaseTable iceberg = table(table);
    int bounds = 0;
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      for (FileScanTask task : tasks(iceberg.newScan())) {
        if (task.file().nullValueCounts() != null) {
          for (Types.NestedField field : iceberg.schema().columns()) {
            bounds += bounds(statement, task.file(), field);
          }
        }
      }
    }
    return bounds;
  }

  private int bounds(Statement statement, DataFile file, Types.NestedField field)
      throws IOException, SQLException {
    Long nulls = file.nullValueCounts().get(field.fieldId());
    if (nulls == null) {
      return 0;
    }
    String name = '"' + field.name() + '"';
    String value =
        switch (field.type().typeId()) {
          case TIMESTAMP -> "epoch_us(" + name + ")";
          case DATE -> "datediff('day', DATE '1970-01-01', " + name + ")";
          default -> name;
        };
    try (ResultSet result =
        statement.executeQuery(
            "SELECT count(*) - count(%s), min(%s), max(%s) FROM read_parquet(%s, hive_partitioning = false)"
                .formatted(name, value, value, literal(file)))) {
      result.next();
      same(file, field, result.getString(1), nulls);
      return same(file, field, result.getString(2), bound(file.lowerBounds(), field))
          + same(file, field, result.getString(3), bound(file.upperBounds(), field));
    }
  }

  private static Object bound(Map<Integer, ByteBuffer> bounds, Types.NestedField field) {
    ByteBuffer bound = bounds.get(field.fieldId());
    return bound == null ? null : Conversions.fromByteBuffer(field.type(), bound);
  }

  private static int same(DataFile file, Types.NestedField field, String there, Object named)
      throws IOException {
    if (named != null && !named.toString().equals(there)) {
      throw new IOException(
          file.location() + ": " + field.name() + " has " + there + " and not " + named);
    }
    return named == null ? 0 : 1;
  }

  private String literal(org.apache.iceberg.ContentFile<?> file) {
    return "'" + path(file.location()).toString().replace("'", "''") + "'";
  }

  private String select(Statement statement, BaseTable table, FileScanTask task)
      throws SQLException {
    List<String> there = new ArrayList<>();
    try (ResultSet result =
        statement.executeQuery(
            "SELECT column_name FROM (DESCRIBE FROM read_parquet(" + literal(task.file()) + "))")) {
      while (result.next()) {
        there.add(result.getString(1));
      }
    }
    String run =
        task.spec().isUnpartitioned()
            ? "run"
            : "'" + task.file().partition().get(0, String.class) + "'";
    String columns =
        table.schema().columns().stream()
            .map(Types.NestedField::name)
            .map(
                name -> name.equals("run") ? run : there.contains(name) ? '"' + name + '"' : "NULL")
            .collect(Collectors.joining(", ", "row(", ")"));
    String deleted =
        task.deletes().stream().map(file -> positions(file, task)).collect(Collectors.joining());
    return "SELECT "
        + columns
        + "::VARCHAR FROM read_parquet("
        + literal(task.file())
        + ", hive_partitioning = false, file_row_number = true) WHERE true"
        + deleted;
  }

  private String positions(DeleteFile file, FileScanTask task) {
    return " AND file_row_number NOT IN (SELECT pos FROM read_parquet("
        + literal(file)
        + ") WHERE file_path = '"
        + task.file().location().replace("'", "''")
        + "')";
  }
}
