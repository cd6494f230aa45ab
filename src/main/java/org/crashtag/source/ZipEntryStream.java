package org.crashtag.source;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.CRC32;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.deflate64.Deflate64CompressorInputStream;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * One member of a zip that is read as a stream. Its end is only reported if its length and checksum
 * are those of its header or its descriptor.
 */
final class ZipEntryStream extends InputStream {
  /** The part of the next header that was read together with a member's last bytes. */
  static final int MOST_PUSHED_BACK = InflatedStream.BUFFER_BYTES + ZipDescriptor.MOST_BYTES;

  private final PushbackInputStream in;
  private final ZipLocalHeader header;
  private final CRC32 sum = new CRC32();

  /** The packed bytes; null if their number isn't known. */
  private final Bounded packed;

  private InputStream data;
  private InflatedStream inflated;
  private long bytes;
  private boolean finished;

  ZipEntryStream(PushbackInputStream in, ZipLocalHeader header) {
    this.in = in;
    this.header = header;
    this.packed =
        header.packed() == VerifiedStream.UNKNOWN ? null : new Bounded(in, header.packed());
  }

  ZipLocalHeader header() {
    return header;
  }

  /** Must be called before the first read. */
  ZipEntryStream open() throws IOException {
    verify(!header.isEncrypted(), Reason.UNSUPPORTED, 0, "protected by a password");
    data =
        switch (header.method()) {
          case ZipFormat.STORED -> packed == null ? new ZipStoredTail(in) : packed;
          case ZipFormat.DEFLATED -> inflated();
          case ZipFormat.DEFLATED_64 -> new Deflate64CompressorInputStream(known());
          case ZipFormat.BZIP2 -> new BZip2CompressorInputStream(known());
          default ->
              throw new MalformedException(
                  Reason.UNSUPPORTED, 0, "zip method " + header.method() + " is not supported");
        };
    return this;
  }

  private InputStream inflated() {
    inflated = packed == null ? InflatedStream.over(in) : new InflatedStream(packed);
    return inflated;
  }

  private InputStream known() {
    verify(
        packed != null,
        Reason.UNSUPPORTED,
        0,
        "zip method " + header.method() + " without a length is not supported in another archive");
    return packed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int at, int size) throws IOException {
    if (finished || size == 0) {
      return size == 0 ? 0 : -1;
    }
    int count = data.read(into, at, size);
    if (count < 0) {
      finish();
      return -1;
    }
    bytes += count;
    sum.update(into, at, count);
    verify(
        header.bytes() == VerifiedStream.UNKNOWN || bytes <= header.bytes(),
        Reason.CORRUPT,
        bytes,
        "the member is longer than the " + header.bytes() + " bytes that the archive states");
    return count;
  }

  private void finish() throws IOException {
    finished = true;
    long stated = header.checksum();
    if (packed != null) {
      packed.skipRest();
    }
    if (data instanceof ZipStoredTail tail) {
      stated = tail.checksum();
    } else if (header.hasDescriptor()) {
      long packedBytes = packed == null ? inflated.packedBytes() : header.packed();
      stated = ZipDescriptor.read(in, packedBytes, bytes).checksum();
    }
    verify(
        header.bytes() == VerifiedStream.UNKNOWN || bytes == header.bytes(),
        Reason.CORRUPT,
        bytes,
        "the member has " + bytes + " bytes, the archive states " + header.bytes());
    verify(sum.getValue() == stated, Reason.CHECKSUM, bytes, "the member's checksum is wrong");
  }

  /**
   * Goes to the next member's header, however much of this one was read, and even if reading it
   * failed.
   */
  void goToEnd(Budget budget) throws IOException {
    if (finished) {
      return;
    }
    if (packed == null) {
      if (data == null) {
        Faults.boundary(0, this::open);
      }
      new MemberStream(this, budget).skip(Long.MAX_VALUE);
      return;
    }
    packed.skipRest();
    if (header.hasDescriptor()) {
      ZipDescriptor.read(in, header.packed(), VerifiedStream.UNKNOWN);
    }
  }

  @Override
  public void close() {
    if (inflated != null) {
      inflated.close();
    }
  }

  /** Exactly this many bytes of a stream. */
  private static final class Bounded extends FilterInputStream {
    private long left;

    Bounded(InputStream in, long size) {
      super(in);
      this.left = size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int at, int size) throws IOException {
      if (left == 0 || size == 0) {
        return size == 0 ? 0 : -1;
      }
      int count = in.read(into, at, (int) Math.min(size, left));
      verify(count >= 0, Reason.TRUNCATED, 0, "the zip is cut off");
      left -= count;
      return count;
    }

    void skipRest() throws IOException {
      byte[] bytes = new byte[(int) Math.min(left, InflatedStream.BUFFER_BYTES)];
      while (left > 0) {
        read(bytes, 0, bytes.length);
      }
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
