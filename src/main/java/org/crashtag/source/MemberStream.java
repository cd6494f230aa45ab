package org.crashtag.source;

import java.io.IOException;
import java.io.InputStream;
import org.crashtag.bytes.MalformedException;

/**
 * The stream around every member. Counts against the archive's budget, and turns the libraries'
 * exceptions for bad data into {@link MalformedException}. A stream that has failed fails again in
 * the same way, so no reader can mistake what follows for good data.
 */
final class MemberStream extends InputStream {
  private static final int SKIP_STEP = 1 << 16;

  private final InputStream in;
  private final Budget budget;
  private byte[] skipped = new byte[0];
  private long position;
  private MalformedException fault;

  MemberStream(InputStream in, Budget budget) {
    this.in = in;
    this.budget = budget;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int at, int size) throws IOException {
    if (fault != null) {
      throw fault;
    }
    try {
      int count = Faults.boundary(position, () -> in.read(into, at, size));
      if (count > 0) {
        position += count;
        budget.addBytes(count, position);
      }
      return count;
    } catch (MalformedException e) {
      fault = e;
      throw e;
    }
  }

  @Override
  public long skip(long wanted) throws IOException {
    if (skipped.length == 0) {
      skipped = new byte[SKIP_STEP];
    }
    long left = wanted;
    while (left > 0) {
      int count = read(skipped, 0, (int) Math.min(left, SKIP_STEP));
      if (count < 0) {
        break;
      }
      left -= count;
    }
    return wanted - left;
  }
}
