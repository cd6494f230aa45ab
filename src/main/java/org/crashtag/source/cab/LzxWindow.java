package org.crashtag.source.cab;

/**
 * The bytes that matches can refer to, as a flat array. Decoded bytes are appended; if the array is
 * full, its last window moves to the front. So a match is always one run of bytes.
 */
final class LzxWindow {
  /**
   * Copying a match can write fewer than this many bytes past its end, where nothing is decoded
   * yet.
   */
  static final int SLACK_BYTES = 8;

  private final int size;
  private final byte[] bytes;
  private int position;

  /**
   * @param bits the window holds two to the power of this many bytes
   * @param mostBytes that will ever be decoded; a small folder needs less room
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

  /** The position in {@link #bytes} of the next byte; all bytes before it are decoded. */
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
