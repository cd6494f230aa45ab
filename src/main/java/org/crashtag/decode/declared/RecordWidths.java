package org.crashtag.decode.declared;

import java.util.BitSet;
import org.crashtag.bytes.Bytes;

/**
 * The number of bytes of a record that its columns show. Bytes of overlapping members, as in a
 * union, count once.
 *
 * @param values bytes that columns show as values
 * @param raw other bytes that columns show unchanged
 */
record RecordWidths(int values, int raw) {
  /** The widths of the record that starts at {@code base}. */
  static RecordWidths of(RecordLayout layout, Bytes data, int base) {
    Marks marks = new Marks(base);
    layout.columns().forEach(column -> column.reader().locate(data, base, marks));
    marks.raw.andNot(marks.values);
    return new RecordWidths(marks.values.cardinality(), marks.raw.cardinality());
  }

  /** The widths of the structure before the records: its numbers and the included members. */
  static RecordWidths ofHead(BlobLayout layout, Bytes data) {
    Marks marks = new Marks(0);
    layout.headNumbers().forEach(number -> marks.number(number, 0));
    for (RecordLayout.ColumnReader column : layout.record().columns()) {
      if (column.reader() instanceof ValueReader.OfHead member) {
        member.locate(data, marks);
      }
    }
    marks.raw.andNot(marks.values);
    return new RecordWidths(marks.values.cardinality(), marks.raw.cardinality());
  }

  /** Marks the bytes of a record that starts at {@code base}. */
  private record Marks(int base, BitSet values, BitSet raw) implements ValueReader.Places {
    Marks(int base) {
      this(base, new BitSet(), new BitSet());
    }

    @Override
    public void value(int at, int size) {
      values.set(at - base, at - base + size);
    }

    @Override
    public void raw(int at, int size) {
      raw.set(at - base, at - base + size);
    }
  }
}
