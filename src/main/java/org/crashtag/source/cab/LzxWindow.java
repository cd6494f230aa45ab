package org.crashtag.source.cab;

/**
 * The bytes that matches may reach, flat: what is decoded is appended, and when there is no more
 * room the last window's worth moves to the front. So a match is one run of bytes.
 */
final class LzxWindow {
  /** Copying a match may write so many bytes too far, into what is not decoded yet. */
  static final int SLACK_BYTES = 8;

  private final int size;
  private final byte[] bytes;
  private int position;

  /**
   * @param bits the window holds two to the power of this many bytes
   * @param mostBytes that will ever be decoded; a small folder needs no more room
   */
  LzxWindow(int bits, long mostBytes) {
    this.size = 1 << bits;
    this.bytes = new byte[(int) Math.min(2L * size, mostBytes) + SLACK_BYTES];
  }

  byte[] bytes() {
    return bytes;
  }

  /** The largest offset of a match. */
  int size() {
    return size;
  }

  /** Where in {@link #bytes} the next byte goes; all before it was decoded. */
  int position() {
    return position;
  }

  void position(int next) {
    position = next;
  }

  /** Makes room for a frame. */
  void makeRoom(int frame) {
    if (position + frame > bytes.length - SLACK_BYTES) {
      System.arraycopy(bytes, position - size, bytes, 0, size);
      position = size;
    }
  }
}
