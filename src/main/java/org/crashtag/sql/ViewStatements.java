package org.crashtag.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;

/** The statements that create a view. */
final class ViewStatements {
  /** The path of the file. The engine skips files that a query rules out only by this name. */
  private static final String PATH_COLUMN = "filename";

  /** The file's path in a table that has a column of that name. */
  private static final String OTHER_PATH_COLUMN = "crashtag:path";

  /** In merged parts: the run that wrote the row first. */
  static final String RUN_COLUMN = "run";

  private static final Pattern PATTERN_CHARACTER = Pattern.compile("[*?\\[]");

  private static final String RUN_OF_PATH = "run=([^/\\\\]+)[/\\\\][^/\\\\]*$";

  private ViewStatements() {}

  /** The view, with comments on it and its columns. */
  static List<String> of(View view) {
    return of("CREATE VIEW ", view, select(view));
  }

  /** The same, replacing an earlier view. */
  static List<String> replacing(View view) {
    return of("CREATE OR REPLACE VIEW ", view, select(view));
  }

  /**
   * A view of the rows that a later run wrote first.
   *
   * @param run empty for all rows
   */
  static List<String> since(View view, String run) {
    return run.isEmpty()
        ? of(view)
        : of(
            "CREATE VIEW ",
            view,
            "SELECT * FROM (" + select(view) + ") AS every_run WHERE run > " + literal(run));
  }

  private static List<String> of(String create, View view, String select) {
    List<String> statements = new ArrayList<>();
    statements.add(create + identifier(view.schema().name()) + " AS " + select);
    statements.addAll(comments("VIEW", view));
    return statements;
  }

  /**
   * Comments on a table or view and its columns.
   *
   * @param kind {@code TABLE} or {@code VIEW}
   */
  static List<String> comments(String kind, View view) {
    String name = identifier(view.schema().name());
    List<String> statements = new ArrayList<>();
    statements.add("COMMENT ON " + kind + " " + name + " IS " + literal(view.schema().sentence()));
    for (Column column : view.schema().columns()) {
      statements.add(comment(name, column.name(), column.sentence()));
    }
    statements.add(comment(name, "run", "The run that wrote the row."));
    return statements;
  }

  private static String comment(String view, String column, String sentence) {
    return "COMMENT ON COLUMN " + view + "." + identifier(column) + " IS " + literal(sentence);
  }

  private static String select(View view) {
    if (view.replaced().isEmpty()) {
      return selectAll(view);
    }
    String rows =
        view.replaced().stream()
            .map(dump -> "(" + literal(dump.run()) + ", " + literal(dump.dumpId()) + ")")
            .collect(Collectors.joining(", "));
    return "SELECT * FROM ("
        + selectAll(view)
        + ") AS every WHERE NOT coalesce((run, dump_id) IN ("
        + rows
        + "), false)";
  }

  /**
   * Parts with the same columns are read together, so that the engine opens only one of them to
   * learn the types.
   */
  private static String selectAll(View view) {
    Map<Set<String>, List<View.PartFile>> alike = new LinkedHashMap<>();
    for (View.PartFile part : view.parts()) {
      alike
          .computeIfAbsent(new LinkedHashSet<>(part.columns()), columns -> new ArrayList<>())
          .add(part);
    }
    if (alike.isEmpty()) {
      return columns(view, Set.of()) + ", CAST(NULL AS VARCHAR) AS run WHERE false";
    }
    return alike.entrySet().stream()
        .map(group -> columns(view, group.getKey()) + from(group.getValue(), group.getKey()))
        .collect(Collectors.joining(" UNION ALL "));
  }

  private static String columns(View view, Set<String> present) {
    return view.schema().columns().stream()
        .map(
            column ->
                present.contains(column.name())
                    ? identifier(column.name())
                    : "CAST(NULL AS " + type(column) + ") AS " + identifier(column.name()))
        .collect(Collectors.joining(", ", "SELECT ", ""));
  }

  /**
   * The run is taken from the path, so that a query that names a run reads only its parts. Merged
   * parts have rows of several runs and a column with the run.
   */
  private static String from(List<View.PartFile> parts, Set<String> columns) {
    String path =
        columns.stream().anyMatch(PATH_COLUMN::equalsIgnoreCase) ? OTHER_PATH_COLUMN : PATH_COLUMN;
    String run =
        columns.contains(RUN_COLUMN)
            ? identifier(RUN_COLUMN)
            : "regexp_extract(" + identifier(path) + ", " + literal(RUN_OF_PATH) + ", 1)";
    return ", "
        + run
        + " AS run FROM read_parquet("
        + paths(parts)
        + ", hive_partitioning = false, filename = "
        // DuckDB 1.0 can't give the column another name.
        + (path.equals(PATH_COLUMN) ? "true" : literal(path))
        + ")";
  }

  private static String paths(List<View.PartFile> parts) {
    return list(parts.stream().map(part -> pattern(part.absolutePath())));
  }

  /** The engine checks both the pattern and the file that it matches. */
  static String allowedPaths(List<View.PartFile> parts, List<Attachment> attachments) {
    Stream<String> paths =
        Stream.concat(
            parts.stream().map(View.PartFile::absolutePath),
            attachments.stream().map(file -> View.absolute(file.path())));
    return list(paths.flatMap(path -> Stream.of(path, pattern(path))).distinct());
  }

  /**
   * A pattern that only {@code path} matches, because the engine treats every path as a pattern.
   */
  static String pattern(String path) {
    return PATTERN_CHARACTER.matcher(path).replaceAll("[$0]");
  }

  private static String list(Stream<String> texts) {
    return texts.map(ViewStatements::literal).collect(Collectors.joining(", ", "[", "]"));
  }

  static String literal(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }

  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String type(Column column) {
    return type(column.type()) + (column.isList() ? "[]" : "");
  }

  private static String type(ColumnType type) {
    return switch (type) {
      case TEXT, GUID, HEX64 -> "VARCHAR";
      case BIGINT -> "BIGINT";
      case UNSIGNED64 -> "DECIMAL(20,0)";
      case DOUBLE -> "DOUBLE";
      case BOOLEAN -> "BOOLEAN";
      case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
      case DATE -> "DATE";
      case BYTES -> "BLOB";
    };
  }
}
