package org.crashtag.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.TableSchema;
import org.crashtag.store.Manifest;

/**
 * The tables that no decoder of this program writes. Their columns are in the manifests of the
 * runs.
 */
public final class DeclaredTables {
  private static final String LIST = "[]";

  private DeclaredTables() {}

  /**
   * The tables of {@code manifests} that aren't among {@code known}, sorted by name, each with the
   * columns of all its runs.
   */
  public static List<TableSchema> of(
      Collection<Manifest> manifests, Collection<TableSchema> known) {
    Set<String> names = known.stream().map(TableSchema::name).collect(Collectors.toSet());
    Map<String, Map<String, Column>> tables = new TreeMap<>();
    for (Manifest manifest : manifests) {
      for (Manifest.Table table : manifest.tables()) {
        if (!names.contains(table.name())) {
          Map<String, Column> columns =
              tables.computeIfAbsent(table.name(), name -> new LinkedHashMap<>());
          table.columns().stream()
              .filter(entry -> !entry.name().equals(ViewStatements.RUN_COLUMN))
              .forEach(entry -> add(columns, entry));
        }
      }
    }
    return tables.entrySet().stream()
        .map(
            table ->
                new TableSchema(
                        table.getKey(),
                        "Records that the pipeline file of a run declared.",
                        new ArrayList<>(table.getValue().values()))
                    .asDeclared())
        .toList();
  }

  private static void add(Map<String, Column> columns, Manifest.ColumnEntry entry) {
    column(entry).ifPresent(column -> columns.putIfAbsent(column.name(), column));
  }

  /** Empty if a newer version of the program wrote a type that this one doesn't know. */
  private static Optional<Column> column(Manifest.ColumnEntry entry) {
    boolean isList = entry.type().endsWith(LIST);
    String type =
        isList ? entry.type().substring(0, entry.type().length() - LIST.length()) : entry.type();
    for (ColumnType known : ColumnType.values()) {
      if (known.name().equals(type)) {
        Column column =
            new Column(entry.name(), known, "Declared by the pipeline file of the row's run.");
        return Optional.of(isList ? column.asList() : column);
      }
    }
    return Optional.empty();
  }
}
