package org.crashtag.source;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import org.crashtag.bytes.Reason;

/**
 * A member whose end is only reported if its length and checksum are those that the archive states.
 */
final class VerifiedStream extends FilterInputStream {
  private static final int SKIP_STEP = 1 << 16;

  /** The value if the archive doesn't state it. */
  static final long UNKNOWN = -1;

  private final long size;
  private final long checksum;
  private final CRC32 sum = new CRC32();
  private long position;

  /**
   * @param size in bytes, or {@link #UNKNOWN}
   * @param checksum CRC-32, or {@link #UNKNOWN}
   */
  VerifiedStream(InputStream in, long size, long checksum) {
    super(in);
    this.size = size;
    this.checksum = checksum;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int at, int count) throws IOException {
    int more = in.read(into, at, count);
    if (more < 0) {
      verifyEnd(size, checksum);
      return more;
    }
    position += more;
    verify(
        size == UNKNOWN || position <= size,
        Reason.CORRUPT,
        position,
        "the member is longer than the " + size + " bytes that the archive states");
    sum.update(into, at, more);
    return more;
  }

  private void verifyEnd(long stated, long crc) {
    verify(
        stated == UNKNOWN || position == stated,
        Reason.CORRUPT,
        position,
        "the member has " + position + " bytes, the archive states " + stated);
    verify(
        crc == UNKNOWN || sum.getValue() == crc,
        Reason.CHECKSUM,
        position,
        "the member's checksum is wrong");
  }

  @Override
  public long skip(long wanted) throws IOException {
    byte[] bytes = new byte[(int) Math.min(Math.max(0, wanted), SKIP_STEP)];
    long left = wanted;
    while (left > 0) {
      int count = read(bytes, 0, (int) Math.min(left, bytes.length));
      if (count < 0) {
        break;
      }
      left -= count;
    }
    return wanted - left;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
