package org.crashtag.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;

/** A whole file as content. */
public final class ChannelContent implements Content {
  private final SeekableByteChannel channel;
  private final long length;
  private long bytesRead;

  /** Takes over {@code channel}: closing this closes it. */
  public ChannelContent(SeekableByteChannel channel) throws IOException {
    this.channel = channel;
    this.length = channel.size();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(long offset, byte[] into, int at, int size) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into, at, size);
    int total = 0;
    while (total < size) {
      int count = readOnce(buffer, offset + total);
      if (count < 0) {
        break;
      }
      total += count;
    }
    bytesRead += total;
    return total;
  }

  private int readOnce(ByteBuffer buffer, long offset) throws IOException {
    if (channel instanceof FileChannel file) {
      // One system call instead of two.
      return file.read(buffer, offset);
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
