package org.crashtag.dump;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;
import org.crashtag.bytes.Window;

/**
 * A triage dump's parts, readable in any order although the file is read forward only: the parts
 * that refer to one another are held in memory, and the rest is read in the file's order.
 */
public final class TriageBytes {
  /** Maximum number of bytes held at once: 16 MiB. Real dumps need 0.1 to 0.2 MB. */
  public static final int MOST_HELD = 1 << 24;

  private final TriageHeader triage;
  private final Window window;
  private final List<Bytes> held = new ArrayList<>(2);
  private long position;

  /**
   * @param position of the window: nothing before it can be read
   */
  public TriageBytes(TriageHeader triage, Window window, long position) {
    this.triage = triage;
    this.window = window;
    this.position = position;
  }

  /** The dump's triage header. */
  public TriageHeader triage() {
    return triage;
  }

  /**
   * Holds the bytes from {@code from} to {@code to}, as far as they exist and are within the limit.
   */
  public void hold(long from, long to) throws IOException {
    long start = Math.max(from, position);
    long size = Math.min(Math.min(to, triage.sizeOfDump()) - start, MOST_HELD);
    if (size > 0) {
      position = start;
      held.add(window.peek(start, (int) size));
    }
  }

  /** The bytes at {@code offset} if they are held, otherwise none. */
  public Bytes peekHeld(long offset, int size) {
    for (Bytes part : held) {
      long at = offset - part.offset();
      if (at >= 0 && at <= part.length() - size) {
        return part.slice((int) at, size);
      }
    }
    return Bytes.NONE;
  }

  /** The bytes at {@code offset}: fewer than {@code size} if they can't be reached any more. */
  public Bytes peek(long offset, int size) throws IOException {
    Bytes there = peekHeld(offset, size);
    if (there.length() == size || offset < position) {
      return there;
    }
    position = offset;
    return window.peek(offset, size);
  }

  /**
   * The {@code size} bytes at {@code offset}, which must be in the dump.
   *
   * @param least the smallest allowed offset of the part
   */
  public Bytes require(long offset, long size, long least, String what) throws IOException {
    long end = triage.sizeOfDump();
    verify(
        offset >= least && offset < end,
        Reason.CORRUPT,
        offset,
        "the triage header points outside the dump: " + what);
    verify(
        size <= end - offset,
        Reason.CORRUPT,
        offset,
        what + " of " + size + " bytes runs past the dump's end");
    Bytes bytes = peek(offset, (int) Math.min(size, Integer.MAX_VALUE - 8));
    verify(bytes.length() == size, Reason.TRUNCATED, offset + bytes.length(), what + " is cut off");
    return bytes;
  }
}
