package org.crashtag.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.BlobFacts;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.DumpSink;
import org.crashtag.decode.RegionFacts;
import org.crashtag.decode.Reject;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.dump.Dump;
import org.crashtag.dump.Module;
import org.crashtag.dump.stack.CrashStack;
import org.crashtag.tag.TaggedBlob;

/** One dump's records, kept for printing. */
final class Records implements DumpSink {
  private final String source;
  private final DumpFiles files;
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final List<PendingRow> pending = new ArrayList<>();
  private final Set<Guid> tags = new LinkedHashSet<>();
  private Dump dump;
  private RegionFacts region;
  private CrashStack stack;

  /** A record and its key. */
  record Keyed(int ordinal, long entry, List<Object> values) {}

  /** A table's records. */
  record Group(Decoder decoder, TableSchema table, List<Keyed> rows) {
    /** The records, ready to print. */
    List<Row> shown() {
      return rows.stream().map(row -> new Row(table, row.values.toArray())).toList();
    }
  }

  private record PendingRow(TableSchema table, Keyed row) {}

  Records(String source, DumpFiles files) {
    this.source = source;
    this.files = files;
  }

  String source() {
    return source;
  }

  CrashStack stack() {
    return stack;
  }

  Dump dump() {
    return dump;
  }

  RegionFacts region() {
    return region;
  }

  /** All tags of the dump, including those that were not requested. */
  Set<Guid> tags() {
    return Set.copyOf(tags);
  }

  /** In the order of the tables' first records. */
  List<Group> groups() {
    return List.copyOf(groups.values());
  }

  /** A table's records. */
  List<Row> of(TableSchema table) {
    Group group = groups.get(table.name());
    return group == null ? List.of() : group.shown();
  }

  @Override
  public void begin(Dump begun) {
    dump = begun;
  }

  @Override
  public void module(int entry, Module module) {
    throw new IllegalStateException("modules were not requested");
  }

  @Override
  public void stack(CrashStack found) {
    stack = found;
  }

  @Override
  public void row(TaggedBlob blob, TableSchema table, long entry, Object[] values) {
    pending.add(new PendingRow(table, new Keyed(blob.ordinal(), entry, Arrays.asList(values))));
  }

  @Override
  public void blob(BlobFacts facts) {
    tags.add(facts.blob().tag());
    for (PendingRow row : pending) {
      groups
          .computeIfAbsent(
              row.table.name(), name -> new Group(facts.decoder(), row.table, new ArrayList<>()))
          .rows
          .add(row.row);
    }
    pending.clear();
  }

  @Override
  public void reject(Reject reject) {
    String blob = reject.ordinal() == null ? "" : "tag " + reject.ordinal() + ": ";
    files.fail(
        source, blob + DumpFiles.describe(reject.reason(), reject.offset(), reject.message()));
  }

  @Override
  public void end(RegionFacts facts) {
    region = facts;
  }
}
