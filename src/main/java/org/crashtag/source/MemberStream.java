package org.crashtag.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * The one stream around every member: counts against the archive's budget, and turns what the
 * libraries throw for bad data into {@link MalformedException}.
 */
final class MemberStream extends InputStream {
  private static final int SKIP_STEP = 1 << 16;

  private final InputStream in;
  private final Budget budget;
  private byte[] skipped = new byte[0];
  private long position;

  MemberStream(InputStream in, Budget budget) {
    this.in = in;
    this.budget = budget;
  }

  /** Bytes taken so far. */
  long position() {
    return position;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int at, int size) throws IOException {
    int count;
    try {
      count = in.read(into, at, size);
    } catch (IOException e) {
      throw asFault(e, position);
    } catch (MalformedException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new MalformedException(Reason.CORRUPT, position, "corrupt compressed data: " + e);
    }
    if (count > 0) {
      position += count;
      budget.addBytes(count, position);
    }
    return count;
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

  /** An I/O failure of the source as it is; anything else says that the data is bad. */
  static IOException asFault(IOException fault, long position) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof ReadFaultException read) {
        return read;
      }
      if (cause instanceof MalformedException malformed) {
        throw malformed;
      }
    }
    if (fault instanceof EOFException) {
      throw new MalformedException(Reason.TRUNCATED, position, "the compressed data is cut");
    }
    String message = fault.getMessage() == null ? fault.toString() : fault.getMessage();
    throw new MalformedException(Reason.CORRUPT, position, "corrupt compressed data: " + message);
  }
}
