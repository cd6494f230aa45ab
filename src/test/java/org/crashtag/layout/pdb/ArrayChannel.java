package org.crashtag.layout.pdb;

import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** Bytes in memory as a file, which counts what is read. */
public final class ArrayChannel implements SeekableByteChannel {
  private final byte[] bytes;
  private final int length;
  private long position;
  private long bytesRead;

  /** All of them. */
  public ArrayChannel(byte[] bytes) {
    this(bytes, bytes.length);
  }

  /** A file that ends after {@code length} bytes. */
  ArrayChannel(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
  }

  long bytesRead() {
    return bytesRead;
  }

  @Override
  public int read(ByteBuffer into) {
    if (position >= length) {
      return -1;
    }
    int count = (int) Math.min(into.remaining(), length - position);
    into.put(bytes, (int) position, count);
    position += count;
    bytesRead += count;
    return count;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return length;
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
