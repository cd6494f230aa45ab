package org.crashtag.decode.graphics;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Coverage;

/**
 * Intel's data as written by drivers for Windows 8.1: their buffer of 4,096 bytes has wrapped, so
 * that the first bytes of the blob repeat those from 4096 on, and the header is lost.
 *
 * <pre>
 * 0x2E4 "Regs" 0 0 0 0  0x2EC u32 size: the lists end at e = 0x2E4 + size
 * 0x2F0 lists of registers, see {@link IntelLists}, to e
 * e     "TRAILER" 0  u32 16  ED FE EF BE: the blob's end is e + 16
 * </pre>
 *
 * <p>The text of a signature overwrites 0x1028 to 0x1088 or 0x1090, including the heads of the
 * lists there, which are lost. Source: measured (40 blobs).
 */
final class IntelOldBuffer {
  private static final int BUFFER_BYTES = 4096;
  private static final int SECTION = 0x2E4;
  private static final int SIZE = 0x2EC;
  private static final int LISTS = 0x2F0;
  private static final String NAME = "Regs\0\0\0\0";
  private static final String TRAILER = "TRAILER\0";
  private static final int TRAILER_BYTES = 16;
  private static final int TRAILER_MARK = 0xBEEFFEED;

  private static final int SIGNATURE = 0x1028;
  private static final int[] AFTER_SIGNATURE = {0x1088, 0x1090};

  /** Maximum size of a list, so that a list that starts earlier ends before the signature. */
  private static final int MOST_LIST_BYTES = 272;

  private final Bytes blob;
  private final int end;
  private final boolean whole;
  private final IntelLists lists;
  private long records;
  private boolean ended;
  private MalformedException fault;

  private IntelOldBuffer(Bytes blob, int end, boolean whole, IntelLists lists) {
    this.blob = blob;
    this.end = end;
    this.whole = whole;
    this.lists = lists;
  }

  /** Whether a blob has this format. */
  static boolean is(Bytes blob) {
    return blob.hasAscii(SECTION, NAME);
  }

  /**
   * Walks a blob.
   *
   * @param blob the bytes that exist
   * @param claimed the size that its header claims
   * @throws MalformedException if its section does not end at the end of the blob
   */
  static IntelWalk walk(Bytes blob, long claimed, Coverage coverage, IntelLists.Receiver taker) {
    long end = SECTION + blob.u32(SIZE);
    verify(
        end + TRAILER_BYTES == claimed,
        Reason.CORRUPT,
        blob.offset() + SIZE,
        end + TRAILER_BYTES + " bytes claimed in a blob of " + claimed);
    boolean whole = blob.length() == claimed;
    IntelOldBuffer buffer =
        new IntelOldBuffer(
            blob, (int) Math.min(end, blob.length()), whole, IntelLists.old(blob, coverage, taker));
    coverage.decoded(LISTS - SECTION + buffer.repeatedBytes());
    buffer.walk();
    coverage.decoded(buffer.ended ? TRAILER_BYTES : 0);
    return new IntelWalk(
        null, null, null, buffer.records, buffer.ended && buffer.fault == null, buffer.fault);
  }

  /** Number of bytes before the section that are known to be a repetition. */
  private int repeatedBytes() {
    int bytes = Math.min(blob.length() - BUFFER_BYTES, SECTION);
    for (int at = 0; at < bytes; at++) {
      if (blob.u8(at) != blob.u8(at + BUFFER_BYTES)) {
        return 0;
      }
    }
    return Math.max(0, bytes);
  }

  private void walk() {
    records = 1;
    int at = LISTS;
    while (at < end) {
      int bytes = lists.bytes(at, end);
      if (bytes > 0) {
        records++;
        lists.read(at, bytes);
        at += bytes;
      } else {
        int next = afterSignature(at);
        if (next == 0) {
          fault(at, "expected a list of registers");
          return;
        }
        at = next;
      }
    }
    endWithTrailer();
  }

  /**
   * Position at which the lists continue after the signature that covers {@code at}; 0 if there is
   * none.
   */
  private int afterSignature(int at) {
    for (int next : AFTER_SIGNATURE) {
      if (at >= SIGNATURE - MOST_LIST_BYTES && at < next && lists.isValues(next, end)) {
        return next;
      }
    }
    return 0;
  }

  private void endWithTrailer() {
    ended =
        whole
            && blob.hasAscii(end, TRAILER)
            && blob.u32(end + 0x08) == TRAILER_BYTES
            && blob.i32(end + 0x0C) == TRAILER_MARK;
    if (ended) {
      records++;
    } else {
      fault(end, "the trailer is missing");
    }
  }

  private void fault(int at, String message) {
    if (whole && fault == null) {
      fault = new MalformedException(Reason.CORRUPT, blob.offset() + at, message);
    }
  }
}
