package org.crashtag.decode.graphics;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Coverage;

/**
 * Walks NVIDIA's container of records, NVCD.
 *
 * <pre>
 * header, 28: 0x00 char "NVCD"  0x04 GUID e3d5dc6e-db7d-4e28-b09e-f59a942f4a24  0x14 u32 size of the blob
 *             0x18 u8 checksum: makes the sum of all bytes 0 mod 256; 0 if none was made   0x19 u8[3]
 * record:     0x00 u8 group  0x01 u8 type  0x02 u16 size with these 4 bytes
 *   1/132     size 8: 0x04 u32 n, then n more bytes, the message NvDump
 *   2/t       0 &lt; t &lt; 64, size at least 8: a display driver's record
 *   4/0       size 20
 *   0/0       size 4, the last bytes of the blob: the end
 * </pre>
 *
 * <p>There are gaps between records: zeros before the blob's tail, bytes without a header after a
 * 2/37, and in some drivers a 2/16 that overwrites the start of the lists after it, whose entries
 * have 56 or 104 bytes. The tail is the end record with a 2/18 and a 2/17 of 24 bytes each before
 * it, if they are there.
 *
 * <p>Sources: NVIDIA/open-gpu-kernel-modules (MIT), {@code nvcd.h}, {@code rmcd.h}; sizes and gaps
 * are measured (30 blobs).
 */
final class NvcdWalk {
  private static final String MAGIC = "NVCD";
  private static final Guid VERSION_1 = Guid.constant("e3d5dc6e-db7d-4e28-b09e-f59a942f4a24");
  private static final int GUID = 0x04;
  private static final int SIZE = 0x14;
  private static final int CHECKSUM = 0x18;
  private static final int HEADER_BYTES = 28;

  private static final int RECORD_HEADER_BYTES = 4;
  private static final int END_BYTES = 4;
  private static final int TAIL_RECORD_BYTES = 24;
  private static final int MESSAGE_TYPE = 132;
  private static final int MESSAGE_HEADER_BYTES = 8;
  private static final int LEAST_DISPLAY_BYTES = 8;
  private static final int DISPLAY_TYPES = 64;
  private static final int OTHER_BYTES = 20;
  private static final int OVERWRITING_TYPE = 16;
  private static final int HEADERLESS_TYPE = 37;
  private static final int[] LIST_STEPS = {56, 104};
  private static final int RECORDS_TO_GO_ON = 3;
  private static final int NONE = -1;

  private final Bytes blob;
  private final boolean whole;
  private final Coverage coverage;
  private final NvcdProcesses processes;
  private final int tail;
  private final int zerosFrom;
  private Bytes message = Bytes.NONE;
  private long records;
  private int overwriting = NONE;
  private int previousType = NONE;
  private boolean ended;
  private MalformedException fault;

  /** Reads the header of a blob, which must be valid. */
  record Header(long size) {
    /**
     * Reads the header.
     *
     * @throws MalformedException if it is invalid or has another version
     */
    static Header read(Bytes blob) {
      verify(
          blob.hasAscii(0, MAGIC),
          Reason.CORRUPT,
          blob.offset(),
          "the blob is not an NVCD container");
      verify(
          blob.guid(GUID).equals(VERSION_1),
          Reason.UNSUPPORTED,
          blob.offset() + GUID,
          "unknown NVCD version " + blob.guid(GUID));
      blob.slice(0, HEADER_BYTES);
      return new Header(blob.u32(SIZE));
    }
  }

  /**
   * Walks a blob whose header has been read.
   *
   * @param blob the bytes that exist
   * @param whole whether they are the complete blob
   */
  NvcdWalk(Bytes blob, boolean whole, Coverage coverage) {
    this.blob = blob;
    this.whole = whole;
    this.coverage = coverage;
    this.processes = new NvcdProcesses(blob, coverage);
    this.tail = tail();
    this.zerosFrom = zerosFrom();
    coverage.decoded(HEADER_BYTES);
    walk();
    if (whole && fault == null) {
      check();
    }
  }

  private int tail() {
    int end = blob.length() - END_BYTES;
    if (!isEnd(end)) {
      return NONE;
    }
    boolean longer =
        isTailRecord(end - TAIL_RECORD_BYTES, 17) && isTailRecord(end - 2 * TAIL_RECORD_BYTES, 18);
    return longer ? end - 2 * TAIL_RECORD_BYTES : end;
  }

  private boolean isEnd(int at) {
    return whole
        && at == blob.length() - END_BYTES
        && at >= HEADER_BYTES
        && blob.i32(at) == 0x40000;
  }

  private boolean isTailRecord(int at, int type) {
    return at >= HEADER_BYTES
        && isDisplay(at)
        && blob.u8(at + 1) == type
        && size(at) == TAIL_RECORD_BYTES;
  }

  /** Position from which all bytes up to the tail are zero. */
  private int zerosFrom() {
    int from = tail;
    while (from > HEADER_BYTES && blob.u8(from - 1) == 0) {
      from--;
    }
    return from;
  }

  private void walk() {
    int at = HEADER_BYTES;
    while (at != NONE && at < blob.length() && !ended) {
      int bytes = recordBytes(at);
      if (bytes == 0) {
        at = next(at);
      } else {
        take(at, bytes);
        at += bytes;
      }
    }
  }

  /** Size of the record at {@code at}; 0 if there is none. */
  private int recordBytes(int at) {
    if (isMessage(at)) {
      long bytes = MESSAGE_HEADER_BYTES + blob.u32(at + RECORD_HEADER_BYTES);
      return (int) Math.min(bytes, blob.length() - at);
    }
    return isDisplay(at) || isOther(at) || isEnd(at) ? size(at) : 0;
  }

  private boolean isMessage(int at) {
    return blob.length() - at >= MESSAGE_HEADER_BYTES
        && blob.u8(at) == 1
        && blob.u8(at + 1) == MESSAGE_TYPE
        && size(at) == MESSAGE_HEADER_BYTES;
  }

  private boolean isDisplay(int at) {
    return blob.length() - at >= LEAST_DISPLAY_BYTES
        && blob.u8(at) == 2
        && blob.u8(at + 1) > 0
        && blob.u8(at + 1) < DISPLAY_TYPES
        && size(at) >= LEAST_DISPLAY_BYTES
        && size(at) <= blob.length() - at;
  }

  private boolean isOther(int at) {
    return blob.length() - at >= OTHER_BYTES && blob.u16(at) == 4 && size(at) == OTHER_BYTES;
  }

  private int size(int at) {
    return blob.u16(at + 2);
  }

  private void take(int at, int bytes) {
    records++;
    coverage.decoded(RECORD_HEADER_BYTES);
    previousType = NONE;
    ended = isEnd(at);
    if (isMessage(at)) {
      takeMessage(at, bytes);
    } else if (isDisplay(at)) {
      previousType = blob.u8(at + 1);
      overwriting = previousType == OVERWRITING_TYPE ? at : overwriting;
      processes.add(previousType, at, bytes);
    }
  }

  private void takeMessage(int at, int bytes) {
    coverage.decoded(MESSAGE_HEADER_BYTES - RECORD_HEADER_BYTES);
    if (message.length() == 0) {
      message = blob.slice(at + MESSAGE_HEADER_BYTES, bytes - MESSAGE_HEADER_BYTES);
    }
    long announced = blob.u32(at + RECORD_HEADER_BYTES);
    if (whole && announced > bytes - MESSAGE_HEADER_BYTES) {
      stop(
          at,
          "the message claims "
              + announced
              + " bytes, "
              + (bytes - MESSAGE_HEADER_BYTES)
              + " are left");
    }
  }

  /** Position at which the walk continues after a gap; {@link #NONE} if unknown. */
  private int next(int at) {
    if (at < tail && at >= zerosFrom) {
      coverage.decoded(tail - at);
      return tail;
    }
    if (at < tail && previousType == HEADERLESS_TYPE) {
      return tail;
    }
    int resumed = overwriting == NONE ? NONE : afterOverwritten(at);
    if (resumed == NONE) {
      stop(at, "expected a record");
    }
    return resumed;
  }

  private int afterOverwritten(int at) {
    int nearest = NONE;
    for (int step : LIST_STEPS) {
      int candidate = overwriting + ((at - overwriting) / step + 1) * step;
      boolean nearer = nearest == NONE || candidate < nearest;
      nearest = nearer && isFollowed(candidate) ? candidate : nearest;
    }
    return nearest;
  }

  private boolean isFollowed(int from) {
    int at = from;
    for (int i = 0; i < RECORDS_TO_GO_ON && !isEnd(at); i++) {
      if (!isDisplay(at)) {
        return false;
      }
      at += size(at);
    }
    return true;
  }

  /** The walk of a truncated blob can stop anywhere; the truncation is reported elsewhere. */
  private void stop(int at, String message) {
    if (whole) {
      fault = new MalformedException(Reason.CORRUPT, blob.offset() + at, message);
    }
  }

  private void check() {
    if (!ended) {
      stop(blob.length(), "the blob ends without its end record");
    } else if (blob.u8(CHECKSUM) != 0 && (sum() & 0xFF) != 0) {
      fault =
          new MalformedException(
              Reason.CHECKSUM, blob.offset() + CHECKSUM, "the checksum of the blob is wrong");
    }
  }

  private int sum() {
    int sum = 0;
    for (int at = 0; at < blob.length(); at++) {
      sum += blob.u8(at);
    }
    return sum;
  }

  /** Whether the end was found and nothing is missing or wrong. */
  boolean isComplete() {
    return ended && fault == null;
  }

  /**
   * The fault that stopped the walk, or another fault; null if there is none, or the blob is
   * truncated.
   */
  MalformedException fault() {
    return fault;
  }

  /** Number of record headers found. */
  long records() {
    return records;
  }

  /** The first message, possibly truncated; empty if there is none. */
  Bytes message() {
    return message;
  }

  NvcdProcesses processes() {
    return processes;
  }
}
