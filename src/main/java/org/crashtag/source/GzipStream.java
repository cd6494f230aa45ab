package org.crashtag.source;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.crashtag.bytes.Reason;

/**
 * All members of a gzip file, concatenated. {@link java.util.zip.GZIPInputStream} recurses for each
 * member, so a file with many empty members overflows the stack. Data after the last member is
 * ignored, as gzip does.
 *
 * <pre>
 * member:  u8[2] 0x1F 0x8B   u8 method, 8   u8 flags   u32 time   u8 hints   u8 system
 *    flag 4: u16 bytes, which follow   flag 8: name, NUL   flag 16: comment, NUL   flag 2: u16 sum
 *    deflate stream   u32 CRC-32   u32 length modulo 2^32
 * </pre>
 *
 * <p>Source: RFC 1952.
 */
final class GzipStream extends InputStream {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int FIXED_HEADER_REST = 6;
  private static final int HAS_SUM = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;

  private final InputStream in;
  private final Budget budget;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 sum = new CRC32();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int end;
  private long position;
  private boolean finished;

  GzipStream(InputStream in, Budget budget) throws IOException {
    this.in = in;
    this.budget = budget;
    verify(nextMember(), Reason.CORRUPT, 0, "not a gzip file");
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int size) throws IOException {
    if (size == 0) {
      return 0;
    }
    while (!finished) {
      int count = inflate(into, from, size);
      if (count > 0) {
        sum.update(into, from, count);
        return count;
      }
      if (inflater.finished()) {
        verifyTrailer();
        finished = !nextMember();
      } else {
        verify(
            !inflater.needsDictionary(), Reason.CORRUPT, position, "a dictionary in a gzip file");
        fill();
        inflater.setInput(buffer, at, end - at);
        at = end;
      }
    }
    return -1;
  }

  private int inflate(byte[] into, int from, int size) throws IOException {
    try {
      return inflater.inflate(into, from, size);
    } catch (DataFormatException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void fill() throws IOException {
    budget.checkTime(position);
    end = in.read(buffer, 0, buffer.length);
    at = 0;
    if (end < 0) {
      end = 0;
      throw new EOFException();
    }
    position += end;
  }

  private int nextByte() throws IOException {
    while (at == end) {
      fill();
    }
    return buffer[at++] & 0xFF;
  }

  private long nextNumber(int bytes) throws IOException {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      number |= (long) nextByte() << (i * Byte.SIZE);
    }
    return number;
  }

  private void verifyTrailer() throws IOException {
    at = end - inflater.getRemaining();
    long stated = nextNumber(Integer.BYTES);
    long length = nextNumber(Integer.BYTES);
    verify(
        stated == sum.getValue() && length == (inflater.getBytesWritten() & 0xFFFFFFFFL),
        Reason.CHECKSUM,
        position,
        "a gzip member's checksum or length is wrong");
  }

  /** Goes to the data of the next member; false if there is none. */
  private boolean nextMember() throws IOException {
    if (!startsMember()) {
      return false;
    }
    verify(nextByte() == 8, Reason.UNSUPPORTED, position, "a gzip method other than deflate");
    int flags = nextByte();
    nextNumber(FIXED_HEADER_REST);
    if ((flags & HAS_EXTRA) != 0) {
      for (long left = nextNumber(Short.BYTES); left > 0; left--) {
        nextByte();
      }
    }
    skipText((flags & HAS_NAME) != 0);
    skipText((flags & HAS_COMMENT) != 0);
    if ((flags & HAS_SUM) != 0) {
      nextNumber(Short.BYTES);
    }
    inflater.reset();
    inflater.setInput(buffer, at, end - at);
    at = end;
    sum.reset();
    return true;
  }

  private boolean startsMember() throws IOException {
    try {
      return nextByte() == 0x1F && nextByte() == 0x8B;
    } catch (EOFException e) {
      return false;
    }
  }

  private void skipText(boolean present) throws IOException {
    while (present && nextByte() != 0) {
      // Skips up to the NUL.
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
