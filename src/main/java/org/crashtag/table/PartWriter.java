package org.crashtag.table;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.ParquetRuntimeException;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.crashtag.decode.TableSchema;

/**
 * Writes rows of one table as one Parquet file: zstd, dictionaries, statistics. The same rows in
 * the same order give the same bytes. No class of Hadoop is loaded.
 *
 * <p>Measured memory of an open writer: about 5 KB per column before the first row, 20 KB per
 * column afterwards (the dictionaries' first slabs), plus the gathered rows, which are smaller than
 * one row group.
 *
 * <p>Not thread-safe. After an exception the file is unusable: close the writer and delete the
 * file.
 */
public final class PartWriter implements Closeable {
  /** Bytes of rows, before compression, that are gathered before they are written. */
  public static final long DEFAULT_ROW_GROUP_BYTES = 16L << 20;

  /** Small pages keep each column's initial buffers small. */
  private static final int PAGE_BYTES = 256 << 10;

  private final TableSchema table;
  private final StreamOutputFile file;
  private final ParquetWriter<RowWriteSupport.Row> writer;
  private final RowWriteSupport.Row row = new RowWriteSupport.Row();
  private long rows;

  /** Starts a file with row groups of the default size. */
  public PartWriter(TableSchema table, OutputStream stream) throws IOException {
    this(table, stream, DEFAULT_ROW_GROUP_BYTES);
  }

  /**
   * Starts a file.
   *
   * @param stream is closed with this writer; need not be buffered
   * @param rowGroupBytes of rows, before compression, that are gathered before they are written
   */
  public PartWriter(TableSchema table, OutputStream stream, long rowGroupBytes) throws IOException {
    this.table = table;
    this.file = new StreamOutputFile(stream);
    this.writer =
        new Builder(file, PartFormat.of(table))
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new ZstdCodecFactory())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(rowGroupBytes)
            .withPageSize(PAGE_BYTES)
            .withDictionaryEncoding(true)
            .build();
  }

  /**
   * Writes a row.
   *
   * @param values one for each column, of the class that the column's type names, or null; read
   *     before this returns
   * @throws IOException if it can't be written
   */
  public void write(Object[] values) throws IOException {
    row.dumpId = null;
    row.values = values;
    writeRow();
  }

  /**
   * Writes a record's row.
   *
   * @param dumpId not null
   * @param values of the columns after the key
   * @throws IOException if it can't be written
   */
  public void write(String dumpId, long ordinal, long entry, Object[] values) throws IOException {
    row.dumpId = dumpId;
    row.ordinal = ordinal;
    row.entry = entry;
    row.values = values;
    writeRow();
  }

  private void writeRow() throws IOException {
    if (row.width() != table.columns().size()) {
      throw new IllegalArgumentException(
          table.name() + " has " + table.columns().size() + " columns, not " + row.width());
    }
    try {
      writer.write(row);
    } catch (ParquetRuntimeException e) {
      throw new IOException(table.name() + ": " + e.getMessage(), e);
    }
    rows++;
  }

  /** Rows written so far. */
  public long rows() {
    return rows;
  }

  /** Bytes written so far; after {@link #close}, the file's length. */
  public long bytes() {
    return file.position();
  }

  /** Writes the remaining rows and closes the stream. */
  @Override
  public void close() throws IOException {
    try {
      writer.close();
    } catch (ParquetRuntimeException e) {
      throw new IOException(table.name() + ": " + e.getMessage(), e);
    }
  }

  private static final class Builder extends ParquetWriter.Builder<RowWriteSupport.Row, Builder> {
    private final PartFormat format;

    Builder(OutputFile file, PartFormat format) {
      super(file);
      this.format = format;
    }

    @Override
    protected Builder self() {
      return this;
    }

    /**
     * Never called, because Parquet calls the other overload; but it is abstract in Parquet's
     * class.
     */
    @Override
    @SuppressWarnings("deprecation")
    protected WriteSupport<RowWriteSupport.Row> getWriteSupport(Configuration configuration) {
      return new RowWriteSupport(format);
    }

    @Override
    protected WriteSupport<RowWriteSupport.Row> getWriteSupport(
        ParquetConfiguration configuration) {
      return new RowWriteSupport(format);
    }
  }
}
