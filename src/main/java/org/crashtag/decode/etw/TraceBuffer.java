package org.crashtag.decode.etw;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;

/**
 * The header of a buffer, {@code WMI_BUFFER_HEADER}. Records follow up to {@code Offset}; the rest
 * of the buffer is not in the dump.
 *
 * <pre>
 * 72 bytes: 0x00 u32 BufferSize  0x04 u32 SavedOffset  0x08 u32 CurrentOffset (may be larger than
 *           BufferSize)  0x0C i32 references  0x10 i64 TimeStamp  0x18 i64 Sequence  0x20 pointer
 *           0x28 u16 processor  0x2A u16 LoggerId  0x2C u32 state  0x30 u32 Offset  0x34 u16 flag
 *           0x36 u16 type  0x38 16 bytes
 * </pre>
 *
 * <p>Sources: measured over real dumps; airbus-cert/etl-parser (Apache-2.0), {@code wmi.py}. A
 * buffer that was never used has Offset 72, or is all zeros except BufferSize and CurrentOffset.
 *
 * @param storedBytes size of the header and the records in the dump
 * @param processor number of the processor
 * @param flag bits
 */
record TraceBuffer(int storedBytes, long processor, int flag) {
  static final int HEADER_BYTES = 72;
  private static final int EVENTS_LOST = 0x02;
  private static final int BUFFERS_LOST = 0x04;
  private static final int COMPRESSED = 0x40;

  /** Whether a buffer of a logger can start here; its end may be missing. */
  static boolean isPlausible(Bytes blob, int at, long bufferBytes) {
    return blob.length() - at >= 4
        && bufferBytes >= HEADER_BYTES
        && blob.u32(at) == bufferBytes
        && (blob.length() - at < HEADER_BYTES || blob.u32(at + 0x30) <= bufferBytes);
  }

  static TraceBuffer read(Bytes blob, int at, long bufferBytes) {
    int left = blob.length() - at;
    verify(
        left >= HEADER_BYTES,
        Reason.TRUNCATED,
        blob.offset() + blob.length(),
        () -> "a buffer's header has " + left + " of " + HEADER_BYTES + " bytes");
    verify(
        blob.u32(at) == bufferBytes && bufferBytes >= HEADER_BYTES,
        Reason.CORRUPT,
        blob.offset() + at,
        () ->
            "a buffer of "
                + blob.u32(at)
                + " bytes among those of a logger with buffers of "
                + bufferBytes);
    long offset = blob.u32(at + 0x30);
    verify(
        offset <= bufferBytes && offset <= Integer.MAX_VALUE,
        Reason.CORRUPT,
        blob.offset() + at + 0x30,
        () -> "a buffer of " + bufferBytes + " bytes holds " + offset);
    return new TraceBuffer(
        (int) Math.max(HEADER_BYTES, offset), blob.u16(at + 0x28), blob.u16(at + 0x34));
  }

  boolean isUsed() {
    return storedBytes > HEADER_BYTES;
  }

  boolean lostEvents() {
    return (flag & EVENTS_LOST) != 0;
  }

  boolean lostBuffers() {
    return (flag & BUFFERS_LOST) != 0;
  }

  boolean isCompressed() {
    return (flag & COMPRESSED) != 0;
  }
}
