package org.crashtag.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;
import java.util.zip.CRC32;
import org.crashtag.bytes.Bytes;

/**
 * A stored member of unknown length: it ends at the descriptor that states exactly as many bytes,
 * and their checksum. A zip inside it also has descriptors, but with other values.
 */
final class ZipStoredTail extends InputStream {
  private static final byte[] SIGNATURE = {'P', 'K', 7, 8};

  private final PushbackInputStream in;
  private final CRC32 sum = new CRC32();
  private long position;
  private boolean finished;

  ZipStoredTail(PushbackInputStream in) {
    this.in = in;
  }

  /** The checksum that the descriptor states. */
  long checksum() {
    return sum.getValue();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int at, int size) throws IOException {
    if (size == 0 || finished) {
      return size == 0 ? 0 : -1;
    }
    int count = in.read(into, at, Math.min(size, InflatedStream.BUFFER_BYTES));
    if (count < 0) {
      throw new EOFException();
    }
    int signature = signature(into, at, count, 0);
    if (signature == 0) {
      in.unread(into, at, count);
      if (isEnd()) {
        finished = true;
        return -1;
      }
      count = in.read(into, at, count);
      signature = signature(into, at, count, 1);
    }
    in.unread(into, at + signature, count - signature);
    sum.update(into, at, signature);
    position += signature;
    return signature;
  }

  /**
   * The position of a signature, whose end may be missing; the length of the bytes if there is
   * none.
   */
  private static int signature(byte[] bytes, int at, int count, int from) {
    for (int i = from; i < count; i++) {
      int length = Math.min(SIGNATURE.length, count - i);
      if (bytes[at + i] == SIGNATURE[0]
          && java.util.Arrays.equals(bytes, at + i, at + i + length, SIGNATURE, 0, length)) {
        return i;
      }
    }
    return count;
  }

  private boolean isEnd() throws IOException {
    byte[] peeked = in.readNBytes(ZipDescriptor.MOST_BYTES);
    Optional<ZipDescriptor> found =
        ZipDescriptor.signed(Bytes.of(peeked), position)
            .filter(descriptor -> descriptor.checksum() == sum.getValue());
    int used = found.map(ZipDescriptor::length).orElse(0);
    in.unread(peeked, used, peeked.length - used);
    return found.isPresent();
  }
}
