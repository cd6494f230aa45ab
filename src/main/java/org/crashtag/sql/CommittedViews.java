package org.crashtag.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.crashtag.decode.TableSchema;
import org.crashtag.store.Manifest;

/** The tables of an output folder, over its committed runs. */
public final class CommittedViews {
  private CommittedViews() {}

  /**
   * A view for each table.
   *
   * @param output the output folder
   * @param manifests of its committed runs
   * @param tables all tables that this program knows; those that only a run's pipeline file
   *     declared follow them
   */
  public static List<View> of(String output, List<Manifest> manifests, List<TableSchema> tables) {
    Set<String> replacedRuns = new HashSet<>();
    List<View.Replaced> replacedDumps = new ArrayList<>();
    for (Manifest manifest : manifests) {
      replacedRuns.addAll(manifest.replaces());
      for (Manifest.ReplacedDump dump : manifest.replacedDumps()) {
        replacedDumps.add(new View.Replaced(dump.run(), dump.dumpId()));
      }
    }
    Map<String, List<View.PartFile>> parts = new HashMap<>();
    for (Manifest manifest : manifests) {
      if (!replacedRuns.contains(manifest.run())) {
        addParts(parts, output, manifest);
      }
    }
    List<TableSchema> all = new ArrayList<>(tables);
    all.addAll(DeclaredTables.of(manifests, tables));
    return all.stream()
        .map(table -> view(table, parts.getOrDefault(table.name(), List.of()), replacedDumps))
        .toList();
  }

  private static void addParts(
      Map<String, List<View.PartFile>> parts, String output, Manifest manifest) {
    for (Manifest.Table table : manifest.tables()) {
      List<String> columns = table.columns().stream().map(Manifest.ColumnEntry::name).toList();
      for (Manifest.Part part : table.parts()) {
        parts
            .computeIfAbsent(table.name(), name -> new ArrayList<>())
            .add(new View.PartFile(output + "/" + part.path(), manifest.run(), columns));
      }
    }
  }

  /**
   * Rows of sources stay, because a sighting remains true if a longer copy of the dump is found.
   */
  private static View view(
      TableSchema table, List<View.PartFile> parts, List<View.Replaced> replacedDumps) {
    boolean ofDumps =
        !table.name().equals("sources")
            && table.columns().stream().anyMatch(column -> column.name().equals("dump_id"));
    return new View(table, parts, ofDumps ? replacedDumps : List.of());
  }
}
