package org.crashtag.decode.etw;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Column;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TypedTable;
import org.crashtag.decode.WalkOptions;
import org.crashtag.dump.DumpHeader;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.tag.TaggedBlob;
import org.crashtag.testing.DumpBytes;

/** The decoder's result for one blob, without a dump. */
final class Decoded implements RecordSink {
  /** The time of the crash is that of the dump's header, 2026-03-01. */
  static final Instant CRASH = Instant.parse("2026-03-01T12:00:00Z");

  private static final DumpHeader HEADER =
      DumpHeader.read(
          Bytes.of(
              DumpBytes.of(DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE).systemTime(CRASH))));

  private final Map<String, List<Map<String, Object>>> tables = new LinkedHashMap<>();
  private final Map<String, List<Row>> rows = new LinkedHashMap<>();
  private final List<String> rejects = new ArrayList<>();

  private Decoded() {}

  static Privacy privacy(Privacy.Mode mode) {
    return new Privacy(mode, "key".getBytes(UTF_8));
  }

  /** Decodes with all private values kept. */
  static Decoded of(byte[] blob) {
    return of(blob, Privacy.Mode.KEEP, Map.of());
  }

  static Decoded of(byte[] blob, Privacy.Mode mode, Map<String, String> settings) {
    WalkOptions options = WalkOptions.all().withPrivacy(privacy(mode)).withSettings(settings);
    return of(blob, new DumpContext(HEADER, List.of(), options));
  }

  private static Decoded of(byte[] blob, DumpContext dump) {
    Decoded decoded = new Decoded();
    TaggedBlob at = new TaggedBlob(0, EtwDecoder.TAG, 0, 0, blob.length);
    try {
      new EtwDecoder().decode(at, Bytes.of(blob), dump, decoded);
    } catch (MalformedException e) {
      decoded.reject(e.reason(), e.offset(), e.getMessage());
    }
    return decoded;
  }

  List<Map<String, Object>> loggers() {
    return tables.getOrDefault("etw_loggers", List.of());
  }

  List<Map<String, Object>> events() {
    return tables.getOrDefault("etw_events", List.of());
  }

  List<Map<String, Object>> messages() {
    return tables.getOrDefault("etw_messages", List.of());
  }

  long rowCount() {
    return rows.values().stream().mapToLong(List::size).sum();
  }

  /** A table's rows, as the decoder returned them. */
  List<Row> rows(String table) {
    return rows.getOrDefault(table, List.of());
  }

  /** Reason, place and message of each. */
  List<String> rejects() {
    return rejects;
  }

  @Override
  public <T> void row(TypedTable<T> typed, T from) {
    TableSchema table = typed.schema();
    Object[] given = typed.row(from);
    rows.computeIfAbsent(table.name(), name -> new ArrayList<>()).add(new Row(table, given));
    Map<String, Object> named = new LinkedHashMap<>();
    for (int i = 0; i < given.length; i++) {
      Column column = table.columns().get(i + TableSchema.RECORD_KEY_COLUMNS);
      named.put(column.name(), given[i] instanceof Guid guid ? guid.toString() : given[i]);
      if (given[i] != null) {
        column.text(given[i]);
      }
    }
    tables.computeIfAbsent(table.name(), name -> new ArrayList<>()).add(named);
  }

  @Override
  public void reject(Reason reason, long offset, String message) {
    rejects.add(reason.label() + " at " + offset + ": " + message);
  }
}
