package org.crashtag.decode.ring;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * A record of a driver's circular log.
 *
 * <pre>
 * 0x00 "LR" or "L2"    0x02 u16 Length, arguments included   0x04 i32 Sequence
 * 0x08 u16 PrevOffset  0x0A u16 MessageNumber                0x0C GUID MessageGuid
 * 0x1C u32, u32 FILETIME: only in "L2"                       then the arguments, at most 256 bytes
 * </pre>
 *
 * <p>Source: microsoft/Windows-Driver-Frameworks (MIT), {@code fxifr.h}.
 *
 * @param offset offset in the ring
 * @param length size including the arguments
 * @param sequence sequence number
 * @param previous offset of the record before
 * @param message GUID of the source file's messages
 * @param number number of the message
 * @param timeMicros time in microseconds since 1970-01-01 UTC; null if the log has no times
 * @param arguments as stored
 */
record RingRecord(
    int offset,
    int length,
    int sequence,
    int previous,
    Guid message,
    int number,
    Long timeMicros,
    Bytes arguments) {
  /** Size of the smallest record. */
  static final int LEAST_BYTES = 0x1C;

  private static final int TIMED_BYTES = 0x24;
  private static final int MOST_ARGUMENT_BYTES = 256;

  /** Reads the record at {@code offset}, which must be valid. */
  static RingRecord read(Bytes ring, int offset) {
    boolean timed = ring.hasAscii(offset, "L2");
    check(timed || ring.hasAscii(offset, "LR"), ring, offset, "expected a record");
    int length = ring.u16(offset + 0x02);
    int header = timed ? TIMED_BYTES : LEAST_BYTES;
    check(
        length >= header && length % 4 == 0 && length - header <= MOST_ARGUMENT_BYTES,
        ring,
        offset,
        "invalid record size of " + length + " bytes");
    check(offset + length <= ring.length(), ring, offset, "the record extends beyond the ring");
    return new RingRecord(
        offset,
        length,
        ring.i32(offset + 0x04),
        ring.u16(offset + 0x08),
        ring.guid(offset + 0x0C),
        ring.u16(offset + 0x0A),
        timed ? FileTime.epochMicros(ring.i64(offset + 0x1C)) : null,
        ring.slice(offset + header, length - header));
  }

  int end() {
    return offset + length;
  }

  private static void check(boolean holds, Bytes ring, int offset, String message) {
    if (!holds) {
      throw new MalformedException(
          Reason.CORRUPT,
          ring.offset() + Math.min(offset, ring.length()),
          message + " (ring +" + offset + ")");
    }
  }
}
