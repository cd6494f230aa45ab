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

/** The records of one blob: selects the layout of each and turns its bytes into a row. */
final class BlobRecords {
  private final TypedTable<Object[]> table;
  private final int columns;
  private final BlobLayout layout;
  private final boolean ring;
  private final Bytes data;
  private final Clock clock;
  private final RecordSink sink;

  /** The layout of all records; null if each record names its own. */
  private final RecordLayout common;

  private final IdentityHashMap<RecordLayout, RecordWidths> widths = new IdentityHashMap<>();
  private final IdentityHashMap<RecordLayout, Boolean> conditional = new IdentityHashMap<>();
  private long unknown;
  private int firstUnknown;

  /**
   * @param ring whether the table's last column marks torn records
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

  /** The offset of the first record. */
  int start() {
    return layout.firstRecord();
  }

  /** The layout of the record at this offset; null if there is none for its version. */
  RecordLayout layoutAt(int at) {
    return common != null ? common : layout.versions().get(layout.version().read(data, at));
  }

  /** The layout of all records, or the layout of the members that all versions share. */
  RecordLayout base() {
    return common != null ? common : layout.record();
  }

  /** Whether the record at this offset is complete, in any version. */
  boolean isWritten(int at) {
    RecordLayout record = layoutAt(at);
    return (record == null ? base() : record).isWritten(data, at);
  }

  /** Reads an unsigned number from the head. */
  long number(NumberField field) {
    return field.read(data, 0) & field.mask();
  }

  /** Reads an unsigned number from the head, limited to {@link Long#MAX_VALUE}. */
  long count(NumberField field) {
    long count = number(field);
    return count < 0 ? Long.MAX_VALUE : count;
  }

  /**
   * Emits the record at this offset, or counts it if there is no layout for its version.
   *
   * @param torn whether the record is incomplete; only rings have a column for this
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

  /** Unless a layout has conditions, all its records show the same bytes. */
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

  /** Adds a reject if any record had a version without a layout. */
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
