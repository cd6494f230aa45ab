package org.crashtag.table;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Zstandard for writing. Parquet's own factory needs Hadoop's classes. */
final class ZstdCodecFactory implements CompressionCodecFactory {
  private static final int LEVEL = 3;

  private final Compressor compressor = new Compressor();

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    if (codec != CompressionCodecName.ZSTD) {
      throw new IllegalArgumentException("only zstd is built in, not " + codec);
    }
    return compressor;
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("parts are only written here");
  }

  @Override
  public void release() {
    compressor.release();
  }

  /** One native context for all the pages of a file; it may be released more than once. */
  private static final class Compressor implements BytesInputCompressor {
    private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL);

    @Override
    public BytesInput compress(BytesInput page) throws IOException {
      try {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) page.size());
        page.writeAllTo(bytes);
        return BytesInput.from(context.compress(bytes.toByteArray()));
      } catch (ZstdException e) {
        throw new IOException("zstd: " + e.getMessage(), e);
      }
    }

    @Override
    public CompressionCodecName getCodecName() {
      return CompressionCodecName.ZSTD;
    }

    @Override
    public void release() {
      context.close();
    }
  }
}
