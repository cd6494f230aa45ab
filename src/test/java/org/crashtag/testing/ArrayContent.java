package org.crashtag.testing;

import java.util.Arrays;
import org.crashtag.bytes.Content;

/**
 * Bytes in memory, cut or with one byte changed without a copy. It checks its reader: going back
 * fails, and so does requesting more than the existing bytes and a buffer's growth justify.
 */
public final class ArrayContent implements Content {
  private final byte[] bytes;
  private final int length;
  private final int changedAt;
  private final byte changed;
  private final boolean stream;
  private long position;
  private long bytesRead;
  private int largestRead;

  private ArrayContent(byte[] bytes, int length, int changedAt, byte changed, boolean stream) {
    this.bytes = bytes;
    this.length = length;
    this.changedAt = changedAt;
    this.changed = changed;
    this.stream = stream;
  }

  /** A file of these bytes. */
  public static ArrayContent of(byte[] bytes) {
    return new ArrayContent(bytes, bytes.length, -1, (byte) 0, false);
  }

  /** The same file ending after {@code newLength} bytes. */
  public ArrayContent cutTo(int newLength) {
    return new ArrayContent(bytes, newLength, changedAt, changed, stream);
  }

  /** The same file with another byte at {@code offset}. */
  public ArrayContent with(int offset, int value) {
    return new ArrayContent(bytes, length, offset, (byte) value, stream);
  }

  /** The same bytes as a stream: of unknown length, and without random access. */
  public ArrayContent streamed() {
    return new ArrayContent(bytes, length, changedAt, changed, true);
  }

  @Override
  public long length() {
    return stream ? UNKNOWN_LENGTH : length;
  }

  @Override
  public int read(long offset, byte[] into, int at, int size) {
    if (offset < position) {
      throw new IllegalStateException("back to " + offset + " from " + position);
    }
    largestRead = Math.max(largestRead, size);
    int count = (int) Math.max(0, Math.min(size, length - offset));
    if (count > 0) {
      System.arraycopy(bytes, (int) offset, into, at, count);
      long change = changedAt - offset;
      if (changedAt >= 0 && change >= 0 && change < count) {
        into[at + (int) change] = changed;
      }
    }
    position = offset + count;
    bytesRead += count;
    return count;
  }

  @Override
  public long reach(long offset) {
    long reached = Math.min(offset, length);
    if (stream) {
      position = Math.max(position, reached);
    }
    return reached;
  }

  @Override
  public long bytesRead() {
    return bytesRead;
  }

  /** The largest size that one call requested, for which the reader must have a buffer. */
  public int largestRead() {
    return largestRead;
  }

  /** A copy of the bytes. */
  public byte[] toBytes() {
    byte[] copy = Arrays.copyOf(bytes, length);
    if (changedAt >= 0 && changedAt < length) {
      copy[changedAt] = changed;
    }
    return copy;
  }

  @Override
  public void close() {}
}
