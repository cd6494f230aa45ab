package org.crashtag.decode.declared;

import java.io.Serializable;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.layout.NumberField;

/**
 * One layout of a record, ready to be read.
 *
 * @param type the structure's name
 * @param size in bytes, at least 1
 * @param needed how many of them its columns need; fewer if members at its end are skipped
 * @param columns what is read, and into which column
 * @param order what grows from record to record; null where nothing does
 * @param valid what is zero where the record isn't written; null where nothing is
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
   * Reads one column from the record.
   *
   * @param column its index after the key's columns, from 0
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

  /** Whether records differ in which of their members have values. */
  boolean isConditional() {
    return columns.stream().anyMatch(column -> column.reader instanceof ValueReader.OnlyIf);
  }

  /** By the member that says so; without one, a record that is all zeros isn't written. */
  boolean isWritten(Bytes data, int base) {
    if (valid != null) {
      return valid.read(data, base) != 0;
    }
    return !data.isZero(base, Math.min(size, data.length() - base));
  }
}
