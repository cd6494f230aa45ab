package org.crashtag.decode.etw;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;

/**
 * Walks the records of a buffer. Each is padded to 8 bytes; together they fill the buffer.
 *
 * <pre>
 * all:    0x00 u16 Size  0x02 u8 type  0x03 u8 marker
 * marker 0x90: a WPP message, see {@link MessageRows}
 * marker 0xC0, type 0x12 (of a 32-bit process) and 0x13: an event, see {@link EventRows}
 * marker 0xC0, type 0x0A, 0x14 (48-byte header), 0x0B, 0x15 (72): classic events
 * marker 0xC0, type 1, 2 (32-byte header), 3, 4 (24), 0x10, 0x11 (16): of the kernel; u16 size at
 *              0x04, where the others have flags
 * </pre>
 *
 * <p>Sources: measured over real dumps; for kinds that do not occur in them, airbus-cert/etl-parser
 * (Apache-2.0).
 */
final class TraceRecords {
  private static final int MARKER_MESSAGE = 0x90;
  private static final int MARKER_EVENT = 0xC0;

  private TraceRecords() {}

  /** Receives each record; the visitor handles faults inside a record. */
  interface RecordVisitor {
    /** A WPP message from {@code at} to {@code end}. */
    void message(int at, int end);

    /** An event with an EVENT_HEADER. */
    void event(int at, int end);

    /** A record of an older kind, with a header of this size. */
    void other(int headerBytes);
  }

  /**
   * Passes on the records from {@code from} to {@code to}.
   *
   * @param whole false if the file ends before the buffer
   */
  static void walk(Bytes blob, int from, int to, boolean whole, RecordVisitor visitor) {
    Reason beyondEnd = whole ? Reason.CORRUPT : Reason.TRUNCATED;
    int at = from;
    while (at < to) {
      int left = to - at;
      verify(left >= 8, beyondEnd, blob.offset() + at, () -> "a record of " + left + " bytes");
      int type = blob.u8(at + 2);
      int marker = blob.u8(at + 3);
      int least = leastBytes(marker, type);
      verify(
          least > 0,
          Reason.CORRUPT,
          blob.offset() + at,
          () -> "a record of marker 0x" + Integer.toHexString(marker) + ", type " + type);
      int size = blob.u16(isKernel(marker, type) ? at + 4 : at);
      verify(
          size >= least,
          Reason.CORRUPT,
          blob.offset() + at,
          () -> "a record of " + size + " bytes, but its header alone has " + least);
      int padded = (size + 7) & ~7;
      verify(
          padded <= left,
          beyondEnd,
          blob.offset() + at,
          () -> "a record of " + size + " bytes, but the buffer has " + left + " left");
      pass(marker, type, at, at + size, visitor);
      at += padded;
    }
  }

  private static void pass(int marker, int type, int at, int end, RecordVisitor visitor) {
    if (marker == MARKER_MESSAGE) {
      visitor.message(at, end);
    } else if (type == 0x12 || type == 0x13) {
      visitor.event(at, end);
    } else {
      visitor.other(leastBytes(marker, type));
    }
  }

  private static boolean isKernel(int marker, int type) {
    return marker == MARKER_EVENT && (type <= 4 || type == 0x10 || type == 0x11);
  }

  /** The header size of a kind of record; 0 if it is not a record. */
  private static int leastBytes(int marker, int type) {
    if (marker == MARKER_MESSAGE) {
      return MessageRows.LEAST_BYTES;
    }
    if (marker != MARKER_EVENT) {
      return 0;
    }
    return switch (type) {
      case 0x12, 0x13 -> EventRows.HEADER_BYTES;
      case 0x0A, 0x14 -> 48;
      case 0x0B, 0x15 -> 72;
      case 1, 2 -> 32;
      case 3, 4 -> 24;
      case 0x10, 0x11 -> 16;
      default -> 0;
    };
  }
}
