package org.crashtag.source.cab;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** Bytes in memory as a channel. */
final class Channel implements SeekableByteChannel {
  private final byte[] bytes;
  private long position;
  private boolean closed;

  Channel(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read(ByteBuffer into) throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
    int left = (int) Math.max(0, bytes.length - position);
    if (left == 0) {
      return -1;
    }
    int count = Math.min(left, into.remaining());
    into.put(bytes, (int) position, count);
    position += count;
    return count;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public Channel position(long next) {
    position = next;
    return this;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public Channel truncate(long size) {
    throw new NonWritableChannelException();
  }
}
