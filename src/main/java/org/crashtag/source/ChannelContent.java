package org.crashtag.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Content;

/** A whole file as content. */
public final class ChannelContent implements Content {
  /** Header and sub-header of every kind of dump. */
  private static final int HEAD_BYTES = 0x3000;

  private final SeekableByteChannel channel;
  private final long length;
  private Bytes head = Bytes.NONE;
  private long bytesRead;

  /** The content of an open channel, which is closed with this object. */
  public ChannelContent(SeekableByteChannel channel) throws IOException {
    this.channel = channel;
    this.length = channel.size();
  }

  /** Reads the file's first bytes, which are needed more than once. */
  Bytes readHead() throws IOException {
    byte[] bytes = new byte[(int) Math.min(HEAD_BYTES, length)];
    int count = read(0, bytes, 0, bytes.length);
    head = Bytes.of(bytes, 0, count, 0);
    return head;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(long offset, byte[] into, int at, int size) throws IOException {
    int total = 0;
    if (offset < head.length()) {
      total = head.copyTo((int) offset, into, at, size);
    }
    ByteBuffer buffer = ByteBuffer.wrap(into, at + total, size - total);
    int known = total;
    while (total < size) {
      int count = readAt(buffer, offset + total);
      if (count < 0) {
        break;
      }
      total += count;
    }
    bytesRead += total - known;
    return total;
  }

  private int readAt(ByteBuffer buffer, long offset) throws IOException {
    if (channel instanceof SourceChannel source) {
      return source.readAt(buffer, offset);
    }
    return channel.position(offset).read(buffer);
  }

  @Override
  public long reach(long offset) {
    return Math.min(offset, length);
  }

  @Override
  public long bytesRead() {
    return bytesRead;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
