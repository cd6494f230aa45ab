package org.crashtag.decode.etw;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;

/**
 * A logger, described by the header before its buffers.
 *
 * <pre>
 * 48 bytes: 0x00 u32 0x01EBAFE1  0x04 u32 LoggerId  0x08 u32 LogFileMode  0x0C u32 clock
 *           0x10 u32 BufferSize  0x14 u32 NameBytes  0x18 u64 start (FILETIME)
 *           0x20 u64 reference time (FILETIME)  0x28 u64 reference clock value
 *           0x30 the name: UTF-16 of NameBytes without NUL; in most builds followed by as many
 *           bytes of residue
 * </pre>
 *
 * <p>Source: measured over real dumps; mode and clock as in Microsoft's documentation of {@code
 * EVENT_TRACE_PROPERTIES} and {@code WNODE_HEADER}.
 *
 * @param id number of the logger
 * @param mode mode bits
 * @param clock clock of its events, see {@link TraceClock}
 * @param bufferBytes size of each buffer in memory
 * @param start as a FILETIME
 * @param referenceTime FILETIME at which the clock had the value {@code referenceClock}
 * @param referenceClock see there
 * @param name of the logger
 * @param nameBytes size of its name, which can be larger than the space for it
 * @param end position in the blob of its first buffer or the next logger
 */
record TraceLogger(
    long id,
    long mode,
    long clock,
    long bufferBytes,
    long start,
    long referenceTime,
    long referenceClock,
    String name,
    int nameBytes,
    int end) {
  /** Buffers do not belong to a single processor: EVENT_TRACE_NO_PER_PROCESSOR_BUFFERING. */
  private static final long SHARED_BUFFERS = 0x1000_0000L;

  /** The log of the wireless network, whose events contain names of networks and people. */
  private static final String NETWORK_LOG = "WiFiSession";

  private static final long MAGIC = 0x01EBAFE1L;
  private static final int HEADER_BYTES = 48;

  /** The kernel's own limit is 1024 characters. */
  private static final long MOST_NAME_BYTES = 2048;

  /** Whether a logger, not a buffer, starts at {@code at}. */
  static boolean startsAt(Bytes blob, int at) {
    return blob.length() - at >= 4 && blob.u32(at) == MAGIC;
  }

  static TraceLogger read(Bytes blob, int at) {
    verify(
        blob.length() - at >= 4,
        Reason.TRUNCATED,
        blob.offset() + blob.length(),
        "a logger's header has " + (blob.length() - at) + " of " + HEADER_BYTES + " bytes");
    verify(
        startsAt(blob, at), Reason.CORRUPT, blob.offset() + at, "neither a logger nor its buffer");
    long nameBytes = blob.u32(at + 0x14);
    verify(
        nameBytes % 2 == 0 && nameBytes <= MOST_NAME_BYTES,
        Reason.CORRUPT,
        blob.offset() + at + 0x14,
        "a logger's name of " + nameBytes + " bytes");
    long bufferBytes = blob.u32(at + 0x10);
    int name = at + HEADER_BYTES;
    return new TraceLogger(
        blob.u32(at + 4),
        blob.u32(at + 8),
        blob.u32(at + 0xC),
        bufferBytes,
        blob.i64(at + 0x18),
        blob.i64(at + 0x20),
        blob.i64(at + 0x28),
        blob.utf16(name, (int) nameBytes),
        (int) nameBytes,
        behindName(blob, name, (int) nameBytes, bufferBytes));
  }

  /** Builds differ in the space for the name, and no field specifies it. */
  private static int behindName(Bytes blob, int name, int nameBytes, long bufferBytes) {
    int roomy = name + 2 * nameBytes;
    if (isPlausible(blob, roomy, bufferBytes)) {
      return roomy;
    }
    int tight = name + nameBytes;
    verify(
        isPlausible(blob, tight, bufferBytes),
        blob.length() - roomy < 4 ? Reason.TRUNCATED : Reason.CORRUPT,
        blob.offset() + Math.min(tight, blob.length()),
        "neither a buffer nor a logger follows the logger's name");
    return tight;
  }

  private static boolean isPlausible(Bytes blob, int at, long bufferBytes) {
    return at == blob.length()
        || startsAt(blob, at)
        || TraceBuffer.isPlausible(blob, at, bufferBytes);
  }

  /** Size of its header and name in bytes. */
  int knownBytes() {
    return HEADER_BYTES + nameBytes;
  }

  boolean hasSharedBuffers() {
    return (mode & SHARED_BUFFERS) != 0;
  }

  /** Whether the payloads of its events are private as a whole. */
  boolean isPrivate() {
    return name.equals(NETWORK_LOG);
  }
}
