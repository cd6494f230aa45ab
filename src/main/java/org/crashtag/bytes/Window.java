package org.crashtag.bytes;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.util.Arrays;

/**
 * A buffer that moves forward over a {@link Content}. No size that a file claims is allocated: the
 * buffer grows with the bytes that exist.
 */
public final class Window {
  /** Minimum size of a refill in bytes, unless the content ends earlier: two pages. */
  public static final int REFILL = 0x2000;

  private static final int FIRST_STEP = 1 << 16;

  private final Content content;
  private byte[] buffer = new byte[0];
  private long start;
  private int filled;
  private boolean endMet;

  /** A window at the start of the content, of which nothing is read yet. */
  public Window(Content content) {
    this.content = content;
  }

  /** The content's length, or {@link Content#UNKNOWN_LENGTH}. */
  public long length() {
    return content.length();
  }

  /** Whether the content was read up to its end, which is at {@code offset}. */
  public boolean endsAt(long offset) {
    return endMet && start + filled == offset;
  }

  /** The smaller of {@code offset} and the content's length. */
  public long reach(long offset) throws IOException {
    return offset <= start + filled ? offset : content.reach(offset);
  }

  /**
   * {@code size} bytes at {@code offset}, or fewer if the content ends earlier. The view stays
   * valid when the window moves on.
   *
   * @param offset not below the offset of any earlier call
   */
  public Bytes peek(long offset, int size) throws IOException {
    if (offset < start) {
      throw new IllegalStateException("back to " + offset + " from " + start);
    }
    if (offset + size > start + filled && !endMet) {
      moveTo(offset, size);
    }
    int from = (int) Math.min(offset - start, filled);
    return Bytes.of(buffer, from, Math.min(size, filled - from), offset);
  }

  /** The {@code size} bytes at {@code offset}, which must be there. */
  public Bytes require(long offset, int size, String what) throws IOException {
    Bytes bytes = peek(offset, size);
    verify(bytes.length() == size, Reason.TRUNCATED, offset + bytes.length(), what + " is cut off");
    return bytes;
  }

  private void moveTo(long offset, int size) throws IOException {
    int kept = (int) Math.max(0, start + filled - offset);
    int target = Math.max(size, kept + REFILL);
    if (content.length() != Content.UNKNOWN_LENGTH) {
      target = (int) Math.min(target, Math.max(kept, content.length() - offset));
    }
    byte[] next = new byte[Math.min(target, Math.max(FIRST_STEP, kept))];
    System.arraycopy(buffer, filled - kept, next, 0, kept);
    int count = kept;
    while (count < target) {
      if (count == next.length) {
        next = Arrays.copyOf(next, (int) Math.min(target, 2L * next.length));
      }
      int read = content.read(offset + count, next, count, next.length - count);
      count += read;
      if (count < next.length) {
        break;
      }
    }
    endMet = count < target || offset + count == content.length();
    buffer = next;
    start = offset;
    filled = count;
  }
}
