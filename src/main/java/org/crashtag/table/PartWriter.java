package org.crashtag.table;

import com.github.luben.zstd.ZstdCompressCtx;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetRuntimeException;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.TableSchema;

/**
 * Writes rows of one table as one Parquet file: zstd, dictionaries, statistics, and in its schema
 * the field ids of {@link PartFormat}. The same rows in the same order give the same bytes. No
 * class of Hadoop is loaded.
 *
 * <p>The rows of a row group are gathered column by column. Each column then gets one encoding: a
 * dictionary, or plain values.
 *
 * <p>An open writer takes about 1 KB per column, and the gathered rows, which are smaller than one
 * row group and its last row. While a row group is written, it takes 8 bytes more for each value of
 * one column, and twice the largest page.
 *
 * <p>Not thread-safe. A row that is refused with an {@link IllegalArgumentException} changes
 * nothing. After any other exception the file is unusable: close the writer and delete the file.
 */
public final class PartWriter implements Closeable {
  /** Bytes of memory that gathered rows take before they are written. */
  public static final long DEFAULT_ROW_GROUP_BYTES = 16L << 20;

  /** A limit for rows that take hardly any memory, because they are equal. */
  private static final int MOST_ROWS = 1 << 20;

  private static final int ZSTD_LEVEL = 3;

  private final TableSchema table;
  private final long rowGroupBytes;
  private final PartFormat format;
  private final StreamOutputFile file;
  private final ParquetFileWriter writer;
  private final ColumnBuffer[] columns;
  private final boolean isOfRecords;

  /** Null before the first row group. */
  private ZstdCompressCtx zstd;

  private long rows;
  private int gatheredRows;
  private long gatheredBytes;
  private boolean isFailed;
  private boolean isClosed;

  /** Null until the file is complete. */
  private PartMetrics metrics;

  /** Starts a file with row groups of the default size. */
  public PartWriter(TableSchema table, OutputStream stream) throws IOException {
    this(table, stream, DEFAULT_ROW_GROUP_BYTES);
  }

  /**
   * Starts a file.
   *
   * @param stream is closed with this writer; need not be buffered
   * @param rowGroupBytes bytes of memory that gathered rows take before they are written
   */
  public PartWriter(TableSchema table, OutputStream stream, long rowGroupBytes) throws IOException {
    this.table = table;
    this.rowGroupBytes = rowGroupBytes;
    this.format = PartFormat.of(table);
    this.columns = format.buffers();
    this.isOfRecords = isOfRecords(table);
    this.file = new StreamOutputFile(stream);
    this.writer =
        new ParquetFileWriter(
            file,
            format.message(),
            ParquetFileWriter.Mode.CREATE,
            rowGroupBytes,
            0,
            ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
            ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
            ParquetProperties.DEFAULT_PAGE_WRITE_CHECKSUM_ENABLED);
    writer.start();
  }

  private static boolean isOfRecords(TableSchema table) {
    List<Column> columns = table.columns();
    return columns.size() >= TableSchema.RECORD_KEY_COLUMNS
        && columns.get(0).typeName().equals(ColumnType.TEXT.name())
        && columns.get(1).typeName().equals(ColumnType.BIGINT.name())
        && columns.get(2).typeName().equals(ColumnType.BIGINT.name());
  }

  /**
   * Writes a row.
   *
   * @param values one for each column, of the class that the column's type names, or null; read
   *     before this returns
   * @throws IllegalArgumentException if the number or the class of the values is wrong
   * @throws IOException if it can't be written
   */
  public void write(Object[] values) throws IOException {
    check(values, 0);
    boolean isAdded = false;
    try {
      gatheredBytes += add(values, 0);
      isAdded = true;
    } finally {
      isFailed |= !isAdded;
    }
    endRow();
  }

  /**
   * Writes a record's row.
   *
   * @param dumpId not null
   * @param values of the columns after the key
   * @throws IllegalArgumentException if the number or the class of the values is wrong, or the
   *     table is not one of records
   * @throws IOException if it can't be written
   */
  public void write(String dumpId, long ordinal, long entry, Object[] values) throws IOException {
    check(values, TableSchema.RECORD_KEY_COLUMNS);
    if (dumpId == null || !isOfRecords) {
      throw new IllegalArgumentException(table.name() + ": no row with a record's key");
    }
    boolean isAdded = false;
    try {
      gatheredBytes +=
          columns[0].add(dumpId)
              + columns[1].add(ordinal)
              + columns[2].add(entry)
              + add(values, TableSchema.RECORD_KEY_COLUMNS);
      isAdded = true;
    } finally {
      isFailed |= !isAdded;
    }
    endRow();
  }

  /** Refuses a row before any of it is added. */
  private void check(Object[] values, int first) throws IOException {
    if (isFailed || isClosed) {
      throw new IOException(table.name() + ": the file has failed or is complete");
    }
    if (first + values.length != columns.length) {
      throw new IllegalArgumentException(
          table.name() + " has " + columns.length + " columns, not " + (first + values.length));
    }
    for (int i = 0; i < values.length; i++) {
      if (!columns[first + i].accepts(values[i])) {
        Column column = table.columns().get(first + i);
        throw new IllegalArgumentException(
            table.name()
                + "."
                + column.name()
                + ": a value of "
                + values[i].getClass()
                + " in a column of type "
                + column.typeName());
      }
    }
  }

  private long add(Object[] values, int first) {
    long bytes = 0;
    for (int i = 0; i < values.length; i++) {
      bytes += columns[first + i].add(values[i]);
    }
    return bytes;
  }

  private void endRow() throws IOException {
    rows++;
    gatheredRows++;
    if (gatheredBytes >= rowGroupBytes || gatheredRows == MOST_ROWS) {
      writeRowGroup();
    }
  }

  private void writeRowGroup() throws IOException {
    isFailed = true;
    try {
      writeColumns();
    } catch (IOException e) {
      throw file.causeOf(e);
    } catch (ParquetRuntimeException e) {
      throw new IOException(table.name() + ": " + e.getMessage(), e);
    }
    gatheredRows = 0;
    gatheredBytes = 0;
    isFailed = false;
  }

  private void writeColumns() throws IOException {
    if (zstd == null) {
      zstd = new ZstdCompressCtx().setLevel(ZSTD_LEVEL);
    }
    writer.startBlock(gatheredRows);
    PageWriter pages = new PageWriter(writer, zstd);
    for (ColumnBuffer column : columns) {
      column.writeTo(pages);
    }
    writer.endBlock();
  }

  /** Rows written so far. */
  public long rows() {
    return rows;
  }

  /** Bytes written so far; after {@link #close}, the file's length. */
  public long bytes() {
    return file.position();
  }

  /**
   * The statistics of the file's columns.
   *
   * @throws IllegalStateException before the file is complete
   */
  public PartMetrics metrics() {
    if (metrics == null) {
      throw new IllegalStateException(table.name() + ": the file is not complete");
    }
    return metrics;
  }

  /**
   * Writes the remaining rows and closes the stream. After a fault it only closes the stream, and
   * the bytes written so far are not a Parquet file.
   */
  @Override
  public void close() throws IOException {
    if (isClosed) {
      return;
    }
    isClosed = true;
    try (file) {
      if (!isFailed) {
        end();
      }
    } finally {
      if (zstd != null) {
        zstd.close();
      }
    }
  }

  private void end() throws IOException {
    if (gatheredRows > 0) {
      writeRowGroup();
    }
    try {
      writer.end(format.metadata());
    } catch (IOException e) {
      throw file.causeOf(e);
    }
    List<BlockMetaData> blocks = writer.getFooter().getBlocks();
    List<PartMetrics.ColumnMetrics> ofColumns = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      long bytes = 0;
      long values = 0;
      for (BlockMetaData block : blocks) {
        ColumnChunkMetaData chunk = block.getColumns().get(i);
        bytes += chunk.getTotalSize();
        values += chunk.getValueCount();
      }
      ofColumns.add(columns[i].metrics(bytes, values));
    }
    metrics =
        new PartMetrics(blocks.stream().map(BlockMetaData::getStartingPos).toList(), ofColumns);
  }
}
