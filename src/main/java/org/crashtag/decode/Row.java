package org.crashtag.decode;

/** A decoded record for display: its values by column name. */
public final class Row {
  private final TableSchema table;
  private final Object[] values;

  /**
   * @param values after the key, in the order of the columns
   */
  public Row(TableSchema table, Object[] values) {
    this.table = table;
    this.values = values.clone();
  }

  /** The record's table. */
  public TableSchema table() {
    return table;
  }

  /** Whether it is a record of this table. */
  public boolean isOf(TypedTable<?> other) {
    return table.equals(other.schema());
  }

  /** How many columns it has after the key. */
  int size() {
    return values.length;
  }

  /** A column after the key. */
  Column column(int index) {
    return table.columns().get(index + TableSchema.RECORD_KEY_COLUMNS);
  }

  /** A value after the key; null if it is unknown. */
  Object value(int index) {
    return values[index];
  }

  /**
   * A value; null if it is unknown.
   *
   * @throws IllegalArgumentException if the table has no such column after the key
   */
  public Object get(String column) {
    for (int i = 0; i < values.length; i++) {
      if (column(i).name().equals(column)) {
        return values[i];
      }
    }
    throw new IllegalArgumentException("table " + table.name() + " has no column " + column);
  }

  /** Whether a value is unknown. */
  public boolean isNull(String column) {
    return get(column) == null;
  }

  /** The value of a column of text; null if it is unknown. */
  public String text(String column) {
    return (String) get(column);
  }

  /** The value, which isn't null, of a column whose values are {@link Long}. */
  public long number(String column) {
    return (Long) get(column);
  }

  /** The value, which isn't null, of a boolean column. */
  public boolean flag(String column) {
    return (Boolean) get(column);
  }
}
