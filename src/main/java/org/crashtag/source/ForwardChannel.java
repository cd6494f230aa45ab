package org.crashtag.source;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.crashtag.bytes.Reason;

/**
 * A stream as a channel for readers that mostly go forward. The first bytes are kept and can be
 * read again; after them, only reading forward is possible.
 */
final class ForwardChannel extends ReadOnlyChannel {
  /** Larger than the directory of any ordinary cabinet. */
  private static final int MOST_KEPT_BYTES = 4 << 20;

  private static final int READ_BYTES = 1 << 16;

  private final InputStream in;
  private byte[] kept = new byte[READ_BYTES];
  private int keptBytes;
  private long streamPosition;
  private boolean keeping = true;
  private long size = Long.MAX_VALUE;

  /** Reads the first bytes. If the stream ends within them, its size is known. */
  ForwardChannel(InputStream in) throws IOException {
    this.in = in;
    byte[] first = in.readNBytes(READ_BYTES);
    keep(first, first.length);
    streamPosition = first.length;
    if (first.length < READ_BYTES) {
      size = first.length;
    }
  }

  @Override
  int readAt(ByteBuffer into, long position) throws IOException {
    if (!into.hasRemaining()) {
      return 0;
    }
    if (position < keptBytes) {
      int count = (int) Math.min(into.remaining(), keptBytes - position);
      into.put(kept, (int) position, count);
      return count;
    }
    verify(
        position >= streamPosition,
        Reason.UNSUPPORTED,
        position,
        "this cabinet needs random access, which is not available inside another archive");
    long gap = position - streamPosition;
    if (gap > 0 && !passOver(gap)) {
      return -1;
    }
    byte[] bytes = new byte[Math.min(into.remaining(), READ_BYTES)];
    int count = in.read(bytes, 0, bytes.length);
    if (count < 0) {
      return -1;
    }
    keep(bytes, count);
    streamPosition += count;
    into.put(bytes, 0, count);
    return count;
  }

  /** Only bytes that continue the kept ones without a gap are kept. */
  private void keep(byte[] bytes, int count) {
    keeping = keeping && keptBytes + count <= MOST_KEPT_BYTES;
    if (keeping) {
      if (keptBytes + count > kept.length) {
        kept = Arrays.copyOf(kept, Math.max(keptBytes + count, 2 * kept.length));
      }
      System.arraycopy(bytes, 0, kept, keptBytes, count);
      keptBytes += count;
    }
  }

  private boolean passOver(long gap) throws IOException {
    byte[] bytes = new byte[READ_BYTES];
    for (long left = gap; left > 0; ) {
      int count = in.read(bytes, 0, (int) Math.min(left, bytes.length));
      if (count < 0) {
        return false;
      }
      keep(bytes, count);
      streamPosition += count;
      left -= count;
    }
    return true;
  }

  /** The size of a short stream; the end of longer ones is found by reading. */
  @Override
  public long size() {
    return size;
  }
}
