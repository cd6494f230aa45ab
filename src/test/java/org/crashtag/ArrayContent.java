package org.crashtag;

import org.crashtag.source.Content;

/** The first bytes of an array as content, without a copy. */
public final class ArrayContent implements Content {
  private final byte[] bytes;
  private final int length;
  private long bytesRead;

  /**
   * @param length how many of the bytes are there
   */
  public ArrayContent(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(long offset, byte[] into, int at, int size) {
    int count = (int) Math.max(0, Math.min(size, length - offset));
    System.arraycopy(bytes, (int) Math.min(offset, length), into, at, count);
    bytesRead += count;
    return count;
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
  public void close() {
    // There is nothing to give back.
  }
}
