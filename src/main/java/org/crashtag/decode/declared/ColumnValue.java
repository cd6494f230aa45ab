package org.crashtag.decode.declared;

import org.crashtag.decode.ColumnType;

/**
 * The type of a column, and the reader of its values.
 *
 * @param isUnsigned whether the values are unsigned numbers
 */
record ColumnValue(ColumnType type, boolean isUnsigned, ValueReader reader) {
  static ColumnValue of(ColumnType type, ValueReader reader) {
    return new ColumnValue(type, false, reader);
  }
}
