package org.crashtag.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A read-only channel that implements the position. */
abstract class ReadOnlyChannel implements SeekableByteChannel {
  private long position;
  private boolean closed;

  /** Reads at {@code offset}, independently of the position; -1 at the end. */
  abstract int readAt(ByteBuffer into, long offset) throws IOException;

  @Override
  public final int read(ByteBuffer into) throws IOException {
    int count = readAt(into, position);
    position += Math.max(0, count);
    return count;
  }

  @Override
  public final long position() {
    return position;
  }

  @Override
  public final SeekableByteChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public final int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public final SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public final boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() throws IOException {
    closed = true;
  }
}
