package org.crashtag.decode.declared;

import java.util.BitSet;
import org.crashtag.bytes.Bytes;

/**
 * How many bytes of a record its columns show. Members of a union lie over one another, and a byte
 * counts once.
 *
 * @param values bytes that columns show as values
 * @param raw further bytes that columns show as they are
 */
record RecordWidths(int values, int raw) {
  /** Those of the record that starts at {@code base}. */
  static RecordWidths of(RecordLayout layout, Bytes data, int base) {
    Marks marks = new Marks(base);
    layout.columns().forEach(column -> column.reader().locate(data, base, marks));
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
