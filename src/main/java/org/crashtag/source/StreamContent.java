package org.crashtag.source;

import java.io.IOException;
import java.io.InputStream;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Content;

/** A stream as content. The bytes between two reads are decompressed and discarded. */
final class StreamContent implements Content {
  private final Bytes head;
  private final InputStream in;
  private long position;
  private long length;

  /**
   * @param head the stream's first bytes, which were already read from it
   * @param in the rest of the stream
   * @param length as the archive says, or {@link Content#UNKNOWN_LENGTH}
   */
  StreamContent(Bytes head, InputStream in, long length) {
    this.head = head;
    this.in = in;
    this.position = head.length();
    this.length = length;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(long offset, byte[] into, int at, int size) throws IOException {
    int count = 0;
    if (offset < head.length()) {
      count = head.copyTo((int) offset, into, at, size);
    } else if (reach(offset) < offset) {
      return 0;
    }
    while (count < size) {
      int more = in.read(into, at + count, size - count);
      if (more < 0) {
        length = position;
        break;
      }
      count += more;
      position += more;
    }
    return count;
  }

  @Override
  public long reach(long offset) throws IOException {
    if (offset > position) {
      position += in.skip(offset - position);
      if (position < offset) {
        length = position;
      }
    }
    return length == UNKNOWN_LENGTH ? offset : Math.min(offset, Math.max(length, position));
  }

  @Override
  public long bytesRead() {
    return position;
  }

  @Override
  public void close() {
    // The archive's walk owns the stream.
  }
}
