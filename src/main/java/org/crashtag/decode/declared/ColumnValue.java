package org.crashtag.decode.declared;

import org.crashtag.decode.ColumnType;

/**
 * What a column's values are, and what reads them.
 *
 * @param isUnsigned whether its numbers are never negative
 */
record ColumnValue(ColumnType type, boolean isUnsigned, ValueReader reader) {
  static ColumnValue of(ColumnType type, ValueReader reader) {
    return new ColumnValue(type, false, reader);
  }
}
