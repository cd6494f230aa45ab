package org.crashtag.decode.declared;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.IdentityHashMap;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TypedTable;
import org.crashtag.layout.NumberField;

/** One blob's records: which layout each has, and the way from its bytes to a row. */
final class BlobRecords {
  private final TypedTable<Object[]> table;
  private final int columns;
  private final BlobLayout layout;
  private final boolean ring;
  private final Bytes data;
  private final Clock clock;
  private final RecordSink sink;

  /** The layout of all records; null where each says its own. */
  private final RecordLayout common;

  private final IdentityHashMap<RecordLayout, RecordWidths> widths = new IdentityHashMap<>();
  private final IdentityHashMap<RecordLayout, Boolean> conditional = new IdentityHashMap<>();
  private long unknown;
  private int firstUnknown;

  /**
   * @param ring whether the table's last column says which records are torn
   */
  BlobRecords(
      TypedTable<Object[]> table,
      BlobLayout layout,
      boolean ring,
      Bytes data,
      DumpContext dump,
      RecordSink sink) {
    this.table = table;
    this.ring = ring;
    this.columns = table.schema().columns().size() - TableSchema.RECORD_KEY_COLUMNS;
    this.layout = layout;
    this.data = data;
    this.clock = Clock.of(dump);
    this.sink = sink;
    verify(
        data.length() >= layout.firstRecord(),
        Reason.TRUNCATED,
        data.offset() + data.length(),
        layout.head() + " takes " + layout.firstRecord() + " bytes, the blob has " + data.length());
    this.common = layout.versionInRecord() ? null : commonLayout();
    RecordWidths head = RecordWidths.ofHead(layout, data);
    sink.decoded(head.values());
    sink.carried(head.raw());
  }

  private RecordLayout commonLayout() {
    if (layout.version() == null) {
      return layout.record();
    }
    RecordLayout known = layout.versions().get(layout.version().read(data, 0));
    verify(
        known != null,
        Reason.UNSUPPORTED,
        data.offset() + layout.version().offset(),
        "no layout for version " + layout.version().read(data, 0));
    return known;
  }

  BlobLayout layout() {
    return layout;
  }

  Bytes data() {
    return data;
  }

  /** Where the first record starts. */
  int start() {
    return layout.firstRecord();
  }

  /** The layout of the record that starts there; null where its version has none. */
  RecordLayout layoutAt(int at) {
    return common != null ? common : layout.versions().get(layout.version().read(data, at));
  }

  /** The layout of all records; where each says its own, that of what they have in common. */
  RecordLayout base() {
    return common != null ? common : layout.record();
  }

  /** Whether the record that starts there was written to its end, whatever its version. */
  boolean isWritten(int at) {
    RecordLayout record = layoutAt(at);
    return (record == null ? base() : record).isWritten(data, at);
  }

  /** An unsigned number of the head. */
  long number(NumberField field) {
    return field.read(data, 0) & field.mask();
  }

  /** An unsigned number of the head, capped at what a long holds. */
  long count(NumberField field) {
    long count = number(field);
    return count < 0 ? Long.MAX_VALUE : count;
  }

  /**
   * Gives the record that starts there, or keeps in mind that its version has no layout.
   *
   * @param torn whether it wasn't written to its end; only rings have a column for it
   */
  void row(int at, boolean torn) {
    RecordLayout record = layoutAt(at);
    if (record == null && !torn) {
      unknownVersion(at);
      return;
    }
    RecordLayout read = record == null ? base() : record;
    count(read, at);
    Object[] values = values(read, at);
    if (ring) {
      values[columns - 1] = torn;
    }
    sink.row(table, values);
  }

  /** Records of one layout have columns in the same places, unless conditions say otherwise. */
  private void count(RecordLayout record, int at) {
    RecordWidths known =
        conditional.computeIfAbsent(record, RecordLayout::isConditional)
            ? RecordWidths.of(record, data, at)
            : widths.computeIfAbsent(record, layout -> RecordWidths.of(layout, data, at));
    sink.decoded(known.values());
    sink.carried(known.raw());
  }

  private Object[] values(RecordLayout record, int at) {
    Object[] values = new Object[columns];
    record.read(data, at, clock, values);
    return values;
  }

  private void unknownVersion(int at) {
    if (unknown++ == 0) {
      firstUnknown = at;
    }
  }

  /** Rejects the records whose version has no layout, if there are any. */
  void end() {
    if (unknown > 0) {
      long version = layout.version().read(data, firstUnknown);
      reject(
          Reason.UNSUPPORTED,
          firstUnknown,
          "no layout for version "
              + version
              + (unknown == 1 ? "" : ", in " + unknown + " records"));
    }
  }

  void reject(Reason reason, int at, String message) {
    sink.reject(reason, data.offset() + at, message);
  }
}
