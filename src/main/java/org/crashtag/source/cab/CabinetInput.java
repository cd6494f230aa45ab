package org.crashtag.source.cab;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;

/** Bounded random-access reads of a cabinet through one buffer. */
final class CabinetInput {
  /**
   * The number of bytes in {@link #array} after the loaded ones that may be read; their contents
   * are undefined.
   */
  static final int SLACK_BYTES = 8;

  /** Large enough for the largest block, its header and its reserve area. */
  private static final int BUFFER_BYTES = 128 << 10;

  private final SeekableByteChannel channel;
  private final long size;
  private final byte[] buffer = new byte[BUFFER_BYTES + SLACK_BYTES];
  private long start;
  private int held;

  CabinetInput(SeekableByteChannel channel) throws IOException {
    this.channel = channel;
    this.size = channel.size();
  }

  /** Size of the whole file, in bytes. */
  long size() {
    return size;
  }

  /** The buffer that {@link #load} fills. */
  byte[] array() {
    return buffer;
  }

  /**
   * Loads bytes of the file, which stay valid until the next call.
   *
   * @param length at most 128 KiB
   * @return the position of the first one in {@link #array}
   */
  int load(long offset, int length) throws IOException {
    verify(
        offset <= size - length,
        Reason.TRUNCATED,
        Math.min(offset, size),
        length + " bytes needed, " + Math.max(0, size - offset) + " are left in the cabinet");
    if (offset < start || offset + length > start + held) {
      fill(offset, length);
    }
    return (int) (offset - start);
  }

  /** The same as a view. */
  Bytes bytes(long offset, int length) throws IOException {
    int from = load(offset, length);
    return Bytes.of(buffer, from, length, offset);
  }

  private void fill(long offset, int length) throws IOException {
    keepFrom(offset);
    channel.position(start + held);
    while (held < BUFFER_BYTES) {
      int count = channel.read(ByteBuffer.wrap(buffer, held, BUFFER_BYTES - held));
      if (count <= 0) {
        break;
      }
      held += count;
    }
    verify(length <= held, Reason.TRUNCATED, start + held, "the file ends before its size");
  }

  private void keepFrom(long offset) {
    if (offset >= start && offset < start + held) {
      int gone = (int) (offset - start);
      System.arraycopy(buffer, gone, buffer, 0, held - gone);
      held -= gone;
    } else {
      held = 0;
    }
    start = offset;
  }
}
