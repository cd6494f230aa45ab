package org.crashtag.source;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/** Formats that compress one file. */
final class Compressed {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Enough for xz's and zstd's largest ordinary windows. */
  private static final int XZ_MEMORY_KIB = 128 << 10;

  private static final int ZSTD_WINDOW_LOG = 27;

  private Compressed() {}

  static InputStream open(SourceKind kind, InputStream in) throws IOException {
    try {
      return switch (kind) {
        case GZIP -> new GZIPInputStream(in, BUFFER_BYTES);
        case ZSTD -> new ZstdInputStream(in).setContinuous(false).setLongMax(ZSTD_WINDOW_LOG);
        case XZ -> new XZInputStream(in, XZ_MEMORY_KIB);
        case DUMP, MINIDUMP, CAB, ZIP, SEVEN_ZIP, TAR, RAR, OTHER ->
            throw new IllegalStateException(kind.toString());
      };
    } catch (IOException e) {
      throw MemberStream.asFault(e, 0);
    }
  }
}
