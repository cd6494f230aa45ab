package org.crashtag.source;

import static org.crashtag.bytes.MalformedException.verify;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * A decompressor of a format that compresses one file. Its memory counts against the budget while
 * it is open. Closing it leaves the packed stream open.
 */
final class Compressed implements Closeable {
  /** A block of 900 KB, and four bytes of work space for each byte. */
  private static final int BZIP2_BYTES = 5 << 20;

  private final InputStream stream;
  private final Budget budget;
  private final long memory;

  private Compressed(InputStream stream, Budget budget, long memory) {
    this.stream = stream;
    this.budget = budget;
    this.memory = memory;
  }

  /** The decompressed bytes. */
  InputStream stream() {
    return stream;
  }

  static Compressed open(SourceKind kind, InputStream packed, Budget budget) throws IOException {
    InputStream in = new Shield(packed);
    long before = budget.memoryLeft();
    try {
      return Faults.boundary(0, () -> opened(kind, in, budget));
    } catch (MalformedException e) {
      budget.takeMemory(budget.memoryLeft() - before);
      throw e;
    }
  }

  private static Compressed opened(SourceKind kind, InputStream in, Budget budget)
      throws IOException {
    int kib = budget.memoryLeftKib();
    return switch (kind) {
      case GZIP -> new Compressed(new GzipStream(in, budget), budget, 0);
      case ZSTD -> zstd(in, budget);
      case XZ -> new Compressed(new XZInputStream(in, kib, new CountedArrays(budget)), budget, 0);
      case LZMA ->
          new Compressed(new LZMAInputStream(in, kib, new CountedArrays(budget)), budget, 0);
      case BZIP2 -> {
        budget.takeMemory(BZIP2_BYTES);
        yield new Compressed(new BZip2CompressorInputStream(in, true), budget, BZIP2_BYTES);
      }
      case DUMP, MINIDUMP, CAB, ZIP, SEVEN_ZIP, TAR, RAR, WIM, OTHER ->
          throw new IllegalStateException(kind.toString());
    };
  }

  private static Compressed zstd(InputStream in, Budget budget) throws IOException {
    ZstdWindow window = ZstdWindow.of(in);
    verify(
        window.log() <= ZstdWindow.MOST_LOG,
        Reason.LIMIT,
        0,
        "a Zstandard window of 2^" + window.log() + " bytes; at most 2^" + ZstdWindow.MOST_LOG);
    verify(
        window.bytes() <= budget.memoryLeft(),
        Reason.LIMIT,
        0,
        "a Zstandard window of 2^"
            + window.log()
            + " bytes needs more memory than "
            + (budget.memoryLeft() >> 20)
            + " MiB");
    budget.takeMemory(window.bytes());
    InputStream frames =
        new ZstdInputStream(window.stream()).setContinuous(false).setLongMax(window.log());
    return new Compressed(new ZstdFrames(frames, window.log()), budget, window.bytes());
  }

  @Override
  public void close() throws IOException {
    budget.takeMemory(-memory);
    stream.close();
  }

  /** The fault of a frame whose window is larger than the first frame's allows. */
  private static final class ZstdFrames extends FilterInputStream {
    private final int log;

    ZstdFrames(InputStream in, int log) {
      super(in);
      this.log = log;
    }

    @Override
    public int read(byte[] into, int at, int size) throws IOException {
      try {
        return in.read(into, at, size);
      } catch (ZstdIOException e) {
        verify(
            e.getErrorCode() != Zstd.errFrameParameterWindowTooLarge(),
            Reason.LIMIT,
            0,
            "a Zstandard frame with a window of more than 2^" + log + " bytes");
        throw e;
      }
    }
  }

  /** Keeps the packed stream from being closed. */
  private static final class Shield extends FilterInputStream {
    Shield(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] into, int at, int size) throws IOException {
      return in.read(into, at, size);
    }

    @Override
    public void close() {
      // The enclosing archive owns the packed stream.
    }
  }
}
