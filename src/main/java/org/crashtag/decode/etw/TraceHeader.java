package org.crashtag.decode.etw;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;

/**
 * The header of a blob of trace buffers. It is followed by loggers, each with its buffers, to the
 * end of the blob.
 *
 * <pre>
 * 32 bytes: 0x00 u32 0x0002625A  0x04 u32 NtBuildNumber  0x08 u32 processor MHz  0x0C u32 0
 *           0x10 u64 boot time (FILETIME)  0x18 u64 frequency of the performance counter
 * </pre>
 *
 * <p>Source: measured over real dumps.
 *
 * @param build Windows build, without the bits for free or checked
 * @param processorMhz nominal clock rate
 * @param bootTime as a FILETIME
 * @param frequency of the performance counter, in counts per second
 */
record TraceHeader(long build, long processorMhz, long bootTime, long frequency) {
  static final int BYTES = 32;
  private static final long MAGIC = 0x0002625AL;
  private static final long BUILD_BITS = 0x0FFF_FFFFL;

  static TraceHeader read(Bytes blob) {
    verify(
        blob.length() >= BYTES,
        Reason.TRUNCATED,
        blob.offset() + blob.length(),
        "the trace header has " + blob.length() + " of " + BYTES + " bytes");
    verify(
        blob.u32(0) == MAGIC,
        Reason.CORRUPT,
        blob.offset(),
        "no trace header: it starts with 0x" + Long.toHexString(blob.u32(0)));
    return new TraceHeader(blob.u32(4) & BUILD_BITS, blob.u32(8), blob.i64(0x10), blob.i64(0x18));
  }
}
