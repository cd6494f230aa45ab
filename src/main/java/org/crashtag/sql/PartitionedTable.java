package org.crashtag.sql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.crashtag.decode.Column;

/**
 * A view for engines with a catalog: a table of all parts with one partition per committed run, and
 * a view of the rows that count. The folder of a run contains exactly its committed parts.
 *
 * <pre>
 * TABLE_parts   the columns, run (of merged parts only), part_run (the partition)
 * TABLE         the columns, run
 * </pre>
 */
final class PartitionedTable {
  /** Engines limit a statement's length. */
  private static final int PARTITIONS_A_STATEMENT = 50;

  private static final String PARTITION = "part_run";

  private final View view;
  private final String folder;
  private final String schema;
  private final String partition;

  /**
   * @param location of the output folder for the engine
   * @param schema of the tables; empty for the session's
   */
  PartitionedTable(View view, String location, String schema) {
    this.view = view;
    this.folder = location + "/" + view.schema().name();
    this.schema = schema;
    this.partition = partitionColumn(view);
  }

  /** A declared table may have any column. */
  private static String partitionColumn(View view) {
    String name = PARTITION;
    while (has(view, name)) {
      name += "_";
    }
    return name;
  }

  private static boolean has(View view, String name) {
    return view.schema().columns().stream().anyMatch(column -> column.name().equals(name));
  }

  private String name(Dialect dialect, String name) {
    String quoted = dialect.identifier(name);
    return schema.isEmpty() ? quoted : dialect.identifier(schema) + "." + quoted;
  }

  private String parts(Dialect dialect) {
    return name(dialect, view.schema().name() + "_parts");
  }

  private List<String> runs() {
    Set<String> runs = new LinkedHashSet<>();
    view.parts().forEach(part -> runs.add(part.run()));
    return List.copyOf(runs);
  }

  private String runFolder(String run) {
    return folder + "/run=" + run;
  }

  private String columns(Dialect dialect) {
    return MergedParts.withRun(view.schema()).columns().stream()
        .map(column -> dialect.identifier(column.name()) + " " + dialect.type(column))
        .collect(Collectors.joining(",\n  ", "  ", ""));
  }

  /**
   * The statements of Hive and Athena, and, except for the format, of Spark: the table and its
   * partitions.
   */
  List<String> hiveTable() {
    return table(
        Dialect.HIVE,
        "CREATE EXTERNAL TABLE ",
        "\n)\nPARTITIONED BY ("
            + Dialect.HIVE.identifier(partition)
            + " STRING)\nSTORED AS PARQUET\nLOCATION "
            + Dialect.HIVE.literal(folder),
        addPartitions());
  }

  /** Spark's: a table of files whose partitions are in Spark's own catalog, without Hive. */
  List<String> sparkTable() {
    return table(
        Dialect.HIVE,
        "CREATE TABLE ",
        ",\n  "
            + Dialect.HIVE.identifier(partition)
            + " STRING\n)\nUSING parquet\nPARTITIONED BY ("
            + Dialect.HIVE.identifier(partition)
            + ")\nLOCATION "
            + Dialect.HIVE.literal(folder),
        addPartitions());
  }

  /** A table that replaces an earlier one, and its partitions. */
  private List<String> table(
      Dialect dialect, String create, String behindColumns, List<String> partitions) {
    List<String> statements = new ArrayList<>();
    statements.add("DROP TABLE IF EXISTS " + parts(dialect));
    statements.add(create + parts(dialect) + " (\n" + columns(dialect) + behindColumns);
    statements.addAll(partitions);
    return statements;
  }

  private List<String> addPartitions() {
    List<String> runs = runs();
    return IntStream.iterate(0, from -> from < runs.size(), from -> from + PARTITIONS_A_STATEMENT)
        .mapToObj(from -> runs.subList(from, Math.min(runs.size(), from + PARTITIONS_A_STATEMENT)))
        .map(
            some ->
                some.stream()
                    .map(this::hivePartition)
                    .collect(
                        Collectors.joining(
                            "", "ALTER TABLE " + parts(Dialect.HIVE) + " ADD IF NOT EXISTS", "")))
        .toList();
  }

  private String hivePartition(String run) {
    return "\n  PARTITION ("
        + Dialect.HIVE.identifier(partition)
        + " = "
        + Dialect.HIVE.literal(run)
        + ") LOCATION "
        + Dialect.HIVE.literal(runFolder(run));
  }

  /** Trino's: the table and its partitions. */
  List<String> trinoTable() {
    return table(
        Dialect.TRINO,
        "CREATE TABLE ",
        ",\n  "
            + Dialect.TRINO.identifier(partition)
            + " VARCHAR\n)\nWITH (\n  format = 'PARQUET',\n  external_location = "
            + Dialect.TRINO.literal(folder)
            + ",\n  partitioned_by = ARRAY["
            + Dialect.TRINO.literal(partition)
            + "]\n)",
        runs().stream().map(this::registerPartition).toList());
  }

  private String registerPartition(String run) {
    return "CALL system.register_partition(\n  schema_name => "
        + Dialect.TRINO.literal(schema)
        + ",\n  table_name => "
        + Dialect.TRINO.literal(view.schema().name() + "_parts")
        + ",\n  partition_columns => ARRAY["
        + Dialect.TRINO.literal(partition)
        + "],\n  partition_values => ARRAY["
        + Dialect.TRINO.literal(run)
        + "],\n  location => "
        + Dialect.TRINO.literal(runFolder(run))
        + "\n)";
  }

  /** Statements that replace the view of the rows that count. */
  List<String> currentView(Engine engine) {
    return switch (engine) {
      case SPARK ->
          List.of("CREATE OR REPLACE VIEW " + named(Dialect.HIVE) + "\n" + select(Dialect.HIVE));
      case HIVE ->
          List.of(
              "DROP VIEW IF EXISTS " + name(Dialect.HIVE, view.schema().name()),
              "CREATE VIEW " + named(Dialect.HIVE) + "\n" + select(Dialect.HIVE));
      case TRINO ->
          List.of("CREATE OR REPLACE VIEW " + named(Dialect.TRINO) + "\n" + select(Dialect.TRINO));
      // Athena's views have no comment.
      case ATHENA ->
          List.of(
              "CREATE OR REPLACE VIEW "
                  + name(Dialect.TRINO, view.schema().name())
                  + " AS\n"
                  + select(Dialect.TRINO));
      case DUCKDB -> throw new IllegalArgumentException("DuckDB reads parts by name");
    };
  }

  private String named(Dialect dialect) {
    return name(dialect, view.schema().name())
        + "\nCOMMENT "
        + dialect.literal(view.schema().sentence())
        + "\nAS";
  }

  /** Merged parts have the run of each row in a column; other parts have the rows of one run. */
  private String select(Dialect dialect) {
    String run = dialect.identifier(ViewStatements.RUN_COLUMN);
    String all =
        view.schema().columns().stream()
                .map(Column::name)
                .map(dialect::identifier)
                .collect(Collectors.joining(", ", "SELECT ", ", "))
            + "coalesce("
            + run
            + ", "
            + dialect.identifier(partition)
            + ") AS "
            + run
            + "\nFROM "
            + parts(dialect);
    return view.replaced().isEmpty()
        ? all
        : "SELECT *\nFROM ("
            + all
            + ") every_row\nWHERE NOT coalesce("
            + replaced(dialect)
            + ", false)";
  }

  /** A single text, because not every engine compares pairs. */
  private String replaced(Dialect dialect) {
    return "concat("
        + dialect.identifier(ViewStatements.RUN_COLUMN)
        + ", '/', "
        + dialect.identifier("dump_id")
        + ") IN ("
        + view.replaced().stream()
            .map(dump -> dialect.literal(dump.run() + "/" + dump.dumpId()))
            .collect(Collectors.joining(", "))
        + ")";
  }
}
