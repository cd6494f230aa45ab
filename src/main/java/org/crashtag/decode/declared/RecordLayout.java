package org.crashtag.decode.declared;

import java.io.Serializable;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.layout.NumberField;

/**
 * One compiled layout of a record.
 *
 * @param type name of the structure
 * @param size in bytes, at least 1
 * @param needed number of bytes that its columns need; less than {@code size} if members at its end
 *     are skipped
 * @param columns the readers of its columns
 * @param order number that increases from record to record; null if there is none
 * @param valid number that is zero if the record is incomplete; null if there is none
 */
record RecordLayout(
    String type,
    int size,
    int needed,
    List<ColumnReader> columns,
    NumberField order,
    NumberField valid)
    implements Serializable {
  /**
   * Reads one column.
   *
   * @param column index of the column, from 0, not counting the key
   */
  record ColumnReader(int column, ValueReader reader) implements Serializable {}

  RecordLayout {
    columns = List.copyOf(columns);
  }

  /** Reads the record that starts at {@code base} into {@code values}. */
  void read(Bytes data, int base, Clock clock, Object[] values) {
    for (int i = 0; i < columns.size(); i++) {
      ColumnReader column = columns.get(i);
      values[column.column] = column.reader.read(data, base, clock);
    }
  }

  /** Whether some members have values only under a condition. */
  boolean isConditional() {
    return columns.stream().anyMatch(column -> column.reader instanceof ValueReader.OnlyIf);
  }

  /** Whether {@code valid} isn't zero or, if there is none, any byte of the record isn't zero. */
  boolean isWritten(Bytes data, int base) {
    if (valid != null) {
      return valid.read(data, base) != 0;
    }
    return !data.isZero(base, Math.min(size, data.length() - base));
  }
}
