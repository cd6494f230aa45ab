package org.crashtag.decode;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A table: its name, what a row represents, and its columns.
 *
 * @param name lower case with underscores
 * @param sentence what a row represents
 * @param columns in order; later versions of a table that isn't declared only add some at the end
 * @param isDeclared whether a pipeline file declares the columns, so that their order may change
 */
public record TableSchema(String name, String sentence, List<Column> columns, boolean isDeclared)
    implements Serializable {
  /** Key that joins every table with {@code dumps}. */
  public static final Column DUMP_ID =
      new Column(
          "dump_id",
          ColumnType.TEXT,
          "The dump: the first 16 bytes, in hex, of the SHA-256 of its header page.");

  /** Identifies the blob that contains a record. */
  public static final Column ORDINAL =
      new Column(
          "ordinal",
          ColumnType.BIGINT,
          "Position of the blob among the dump's tagged blobs, from 0.");

  /** Identifies the record in its blob. */
  public static final Column ENTRY =
      new Column("entry", ColumnType.BIGINT, "Position of the record in its blob, from 0.");

  /** Number of columns in the key of a record table: dump_id, ordinal, entry. */
  public static final int RECORD_KEY_COLUMNS = 3;

  public TableSchema {
    columns = List.copyOf(columns);
  }

  /** A table of this program or of a decoder. */
  public TableSchema(String name, String sentence, List<Column> columns) {
    this(name, sentence, columns, false);
  }

  /** The same table, as a pipeline file declares it. */
  public TableSchema asDeclared() {
    return new TableSchema(name, sentence, columns, true);
  }

  /** A table of records in blobs: the key and then {@code columns}. */
  public static TableSchema ofRecords(String name, String sentence, Column... columns) {
    List<Column> all = new ArrayList<>(List.of(DUMP_ID, ORDINAL, ENTRY));
    all.addAll(List.of(columns));
    return new TableSchema(name, sentence, all);
  }

  /** Of equal columns, too. Rows of one table usually have the same object. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof TableSchema table
            && name.equals(table.name)
            && sentence.equals(table.sentence)
            && columns.equals(table.columns));
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
