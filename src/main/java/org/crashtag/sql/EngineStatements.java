package org.crashtag.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.crashtag.decode.TableSchema;
import org.crashtag.store.Manifest;

/**
 * The statements that define the tables in an engine: the committed parts by name, the types of the
 * columns and, as a view for each table, the rows that count. They replace earlier definitions.
 */
public final class EngineStatements {
  /** The schema of the tables, in engines that have schemas. */
  private static final String SCHEMA = "crashtag";

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");

  private final String output;
  private final Function<Engine, Optional<String>> location;
  private final List<Manifest> manifests;
  private final List<View> views;

  /**
   * @param output the output folder: a local path, made absolute, or a URI such as {@code
   *     s3://bucket/folder}
   * @param manifests of its committed runs, at least one
   * @param tables all tables that this program knows
   */
  public EngineStatements(String output, List<Manifest> manifests, List<TableSchema> tables) {
    this(output, engine -> engine.location(View.absolute(output)), manifests, tables);
  }

  private EngineStatements(
      String output,
      Function<Engine, Optional<String>> location,
      List<Manifest> manifests,
      List<TableSchema> tables) {
    this.output = View.absolute(output);
    this.location = location;
    this.manifests = List.copyOf(manifests);
    this.views = CommittedViews.of(output, manifests, tables);
  }

  /**
   * The statements for a copy of the output folder.
   *
   * @param location its address, as every engine gets it
   */
  public static EngineStatements ofCopy(
      String location, List<Manifest> manifests, List<TableSchema> tables) {
    String address = View.location(View.absolute(location));
    return new EngineStatements(location, engine -> Optional.of(address), manifests, tables);
  }

  /** Whether the engine can read from where the parts are. */
  public boolean canBeReadBy(Engine engine) {
    return location.apply(engine).isPresent();
  }

  /**
   * All statements for an engine, as the text of a file.
   *
   * @param engine one that {@link #canBeReadBy can read} the parts
   */
  public String script(Engine engine) {
    Manifest latest = manifests.get(manifests.size() - 1);
    StringBuilder script = new StringBuilder(head(engine, output, latest));
    for (String statement : statements(engine)) {
      script.append('\n').append(statement).append(";\n");
    }
    return script.toString();
  }

  /**
   * The beginning of an engine's file.
   *
   * @param output as in the constructor
   * @param latest the manifest of the latest run
   */
  static String head(Engine engine, String output, Manifest latest) {
    return "-- The tables of crashtag for "
        + engine.title()
        + ".\n-- Output folder: "
        + printable(output)
        + "\n-- As of: "
        + latest.finished()
        + ", run "
        + latest.run()
        + "\n-- Run this file again after later runs: it lists the files committed by then.\n"
        + ("Use: " + engine.usage()).replaceAll("(?m)^", "-- ")
        + "\n";
  }

  /** The address of the output folder as a comment has it. */
  static String printable(String output) {
    return CONTROL.matcher(View.absolute(output)).replaceAll("?");
  }

  /** The statements for an engine, in order, without semicolons. */
  List<String> statements(Engine engine) {
    return switch (engine) {
      case DUCKDB -> first("SET TimeZone = 'UTC'", ViewStatements::replacing);
      case SPARK -> partitioned("SET TIME ZONE 'UTC'", "", PartitionedTable::sparkTable, engine);
      case TRINO ->
          partitioned(
              "CREATE SCHEMA IF NOT EXISTS " + Dialect.TRINO.identifier(SCHEMA),
              SCHEMA,
              PartitionedTable::trinoTable,
              engine);
      case HIVE, ATHENA ->
          partitioned(
              "CREATE DATABASE IF NOT EXISTS " + Dialect.HIVE.identifier(SCHEMA),
              SCHEMA,
              PartitionedTable::hiveTable,
              engine);
    };
  }

  private List<String> partitioned(
      String first, String schema, Function<PartitionedTable, List<String>> table, Engine engine) {
    String address = location.apply(engine).orElseThrow();
    return first(
        first,
        view -> {
          PartitionedTable parts = new PartitionedTable(view, address, schema);
          return Stream.of(table.apply(parts), parts.currentView(engine))
              .flatMap(List::stream)
              .toList();
        });
  }

  private List<String> first(String statement, Function<View, List<String>> rest) {
    List<String> statements = new ArrayList<>(List.of(statement));
    views.forEach(view -> statements.addAll(rest.apply(view)));
    return statements;
  }
}
