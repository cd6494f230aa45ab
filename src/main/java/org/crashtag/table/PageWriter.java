package org.crashtag.table;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Encodes, compresses and writes the pages of one row group; all of its pages share its buffers.
 */
final class PageWriter {
  /** Rows of a page, and values of a page of lists. */
  static final int MOST_ROWS = 20_000;

  /** Bytes of a page's values before compression; a single value may be larger. */
  static final int MOST_BYTES = 256 << 10;

  private static final int FIRST_PAGE_BYTES = 1 << 16;
  private static final int FIRST_SLAB_BYTES = 1 << 10;

  private final ParquetFileWriter file;
  private final ZstdCompressCtx zstd;
  private final PageBuffer page = new PageBuffer(FIRST_PAGE_BYTES);
  private final RunLengthBitPackingHybridEncoder bits = encoder(1);
  private final RunLengthBitPackingHybridEncoder pairs = encoder(2);
  private byte[] compressed = new byte[0];
  private long[] cells = new long[0];
  private boolean isList;

  PageWriter(ParquetFileWriter file, ZstdCompressCtx zstd) {
    this.file = file;
    this.zstd = zstd;
  }

  private static RunLengthBitPackingHybridEncoder encoder(int width) {
    return new RunLengthBitPackingHybridEncoder(
        width, FIRST_SLAB_BYTES, MOST_BYTES, HeapByteBufferAllocator.getInstance());
  }

  /** An array for at least {@code count} cells of one column chunk. */
  long[] cells(int count) {
    if (cells.length < count) {
      cells = new long[count];
    }
    return cells;
  }

  /** The page to append values to. */
  PageBuffer page() {
    return page;
  }

  /**
   * Starts a column chunk.
   *
   * @param entries values, nulls and empty lists
   */
  void startColumn(ColumnDescriptor descriptor, int entries) throws IOException {
    file.startColumn(descriptor, entries, CompressionCodecName.ZSTD);
    page.clear();
  }

  /** Writes the page as a dictionary. */
  void endDictionary(int distinct) throws IOException {
    file.writeDictionaryPage(new DictionaryPage(compress(), page.size(), distinct, Encoding.PLAIN));
  }

  /** Starts a data page. */
  void startLevels(boolean ofList) {
    isList = ofList;
    page.clear();
    bits.reset();
    pairs.reset();
  }

  /** Adds {@code count} equal definition levels. */
  void level(int level, int count) throws IOException {
    RunLengthBitPackingHybridEncoder levels = isList ? pairs : bits;
    for (int i = 0; i < count; i++) {
      levels.writeInt(level);
    }
  }

  /** Adds {@code count} equal repetition levels; only for lists. */
  void repetition(int level, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      bits.writeInt(level);
    }
  }

  /** Appends the levels to the page, which is empty. */
  void endLevels() throws IOException {
    putLevels(bits);
    if (isList) {
      putLevels(pairs);
    }
  }

  private void putLevels(RunLengthBitPackingHybridEncoder levels) throws IOException {
    int length = page.size();
    page.putInt(0);
    levels.toBytes().writeAllTo(page);
    page.setInt(length, page.size() - length - Integer.BYTES);
  }

  /** Appends ids of {@code width} bits. */
  void putIds(long[] ids, int from, int to, int width) throws IOException {
    page.write(width);
    try (RunLengthBitPackingHybridEncoder encoder = encoder(width)) {
      for (int i = from; i < to; i++) {
        encoder.writeInt((int) ids[i]);
      }
      encoder.toBytes().writeAllTo(page);
    }
  }

  /**
   * Writes the data page.
   *
   * @param statistics null if there are none
   */
  void endPage(Levels levels, Statistics<?> statistics, boolean isDictionary) throws IOException {
    file.writeDataPage(
        levels.pageEntries,
        page.size(),
        compress(),
        statistics,
        levels.pageRows,
        Encoding.RLE,
        Encoding.RLE,
        isDictionary ? Encoding.RLE_DICTIONARY : Encoding.PLAIN);
  }

  /** Ends the column chunk. */
  void endColumn() throws IOException {
    file.endColumn();
  }

  private BytesInput compress() throws IOException {
    int bound = Math.toIntExact(Zstd.compressBound(page.size()));
    if (compressed.length < bound) {
      compressed = new byte[bound];
    }
    try {
      int size =
          zstd.compressByteArray(compressed, 0, compressed.length, page.array(), 0, page.size());
      return BytesInput.from(compressed, 0, size);
    } catch (ZstdException e) {
      throw new IOException("zstd: " + e.getMessage(), e);
    }
  }
}
