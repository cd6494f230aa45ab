package org.crashtag.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A channel that counts the bytes read from it, and returns at most a given number at once. */
public final class CountingChannel implements SeekableByteChannel {
  private final SeekableByteChannel channel;
  private final int mostAtOnce;
  private long bytesRead;

  public CountingChannel(SeekableByteChannel channel, int mostAtOnce) {
    this.channel = channel;
    this.mostAtOnce = mostAtOnce;
  }

  /** Bytes read so far. */
  public long bytesRead() {
    return bytesRead;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int limit = into.limit();
    into.limit(into.position() + Math.min(into.remaining(), mostAtOnce));
    try {
      int count = channel.read(into);
      bytesRead += Math.max(0, count);
      return count;
    } finally {
      into.limit(limit);
    }
  }

  @Override
  public long position() throws IOException {
    return channel.position();
  }

  @Override
  public SeekableByteChannel position(long position) throws IOException {
    channel.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
