package org.crashtag.table;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;
import org.crashtag.decode.Column;
import org.crashtag.decode.TableSchema;

/** Feeds rows to Parquet value by value. */
final class RowWriteSupport extends WriteSupport<RowWriteSupport.Row> {
  /** The row being written; one object is reused for all rows of a file. */
  static final class Row {
    /** The key of a record; null if {@link #values} contains all the row's values. */
    String dumpId;

    long ordinal;
    long entry;
    Object[] values;

    int width() {
      return values.length + (dumpId == null ? 0 : TableSchema.RECORD_KEY_COLUMNS);
    }
  }

  private final PartFormat format;
  private final String[] names;
  private final CellWriter[] cells;
  private RecordConsumer consumer;

  RowWriteSupport(PartFormat format) {
    List<Column> columns = format.columns();
    this.format = format;
    this.names = columns.stream().map(Column::name).toArray(String[]::new);
    this.cells = columns.stream().map(CellWriter::of).toArray(CellWriter[]::new);
  }

  /**
   * Never called, because Parquet calls the other {@code init}; but it is abstract in Parquet's
   * class.
   */
  @Override
  @SuppressWarnings("deprecation")
  public WriteContext init(Configuration configuration) {
    return format.context();
  }

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return format.context();
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    this.consumer = recordConsumer;
  }

  @Override
  public void write(Row row) {
    consumer.startMessage();
    int column = 0;
    if (row.dumpId != null) {
      cell(column++, row.dumpId);
      number(column++, row.ordinal);
      number(column++, row.entry);
    }
    for (Object value : row.values) {
      if (value != null) {
        cell(column, value);
      }
      column++;
    }
    consumer.endMessage();
  }

  private void cell(int column, Object value) {
    consumer.startField(names[column], column);
    cells[column].write(consumer, value);
    consumer.endField(names[column], column);
  }

  private void number(int column, long value) {
    consumer.startField(names[column], column);
    consumer.addLong(value);
    consumer.endField(names[column], column);
  }
}
