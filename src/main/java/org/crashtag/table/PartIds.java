package org.crashtag.table;

/**
 * The field ids in the schemas of parts, by which readers such as Iceberg's recognise a column
 * whatever its name is. Because the columns of a table are only ever appended, ids stay valid. The
 * parts of tables that pipeline files declare have none, because the order of their columns may
 * change.
 */
public final class PartIds {
  /**
   * Larger than every id of a column; it is added to the id of a column of lists to get that of its
   * elements.
   */
  public static final int ELEMENTS = 1_000_000;

  /** The id of the column that names the run of a row, in merged parts. */
  public static final int RUN = ELEMENTS - 1;

  private PartIds() {}

  /**
   * The id of a column.
   *
   * @param position in the table, from 0
   */
  public static int ofColumn(int position) {
    return position + 1;
  }

  /** The id of the elements of a column of lists. */
  public static int ofElements(int column) {
    return ELEMENTS + column;
  }
}
