package org.crashtag.layout.pdb;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.util.Arrays;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * The type stream: records that refer to each other by index.
 *
 * <pre>
 * header                                    record
 *   +0x00  u32  version: 20040203             +0x00  u16  bytes that follow
 *   +0x04  u32  bytes of the header           +0x02  u16  kind
 *   +0x08  u32  index of the first record     +0x04  body
 *   +0x0C  u32  index after the last
 *   +0x10  u32  bytes of all records
 * </pre>
 *
 * Source: LLVM's documentation "The PDB TPI and IPI Streams" (Apache-2.0 with LLVM exceptions).
 */
final class TypeStream {
  private static final int HEADER_BYTES = 0x38;
  private static final int HEADER_SIZE = 0x04;
  private static final int FIRST_INDEX = 0x08;
  private static final int END_INDEX = 0x0C;
  private static final int RECORD_BYTES = 0x10;
  private static final long VERSION = 20_040_203;

  /** Lower indices are built-in types. */
  static final int FIRST_RECORD = 0x1000;

  private final MsfStream stream;

  /** Position of each record in the stream. */
  private final int[] starts;

  /** Walks all records once to find their positions. */
  TypeStream(MsfStream stream) throws IOException {
    this.stream = stream;
    Bytes header = stream.read(0, HEADER_BYTES);
    verify(
        header.u32(0) == VERSION,
        Reason.UNSUPPORTED,
        header.offset(),
        "types of version " + header.u32(0) + "; expected " + VERSION);
    long first = header.u32(FIRST_INDEX);
    verify(
        first == FIRST_RECORD,
        Reason.CORRUPT,
        header.offset() + FIRST_INDEX,
        "types begin with 0x%X".formatted(first));
    long start = header.u32(HEADER_SIZE);
    long end = start + header.u32(RECORD_BYTES);
    verify(
        start >= HEADER_BYTES && end <= stream.length() && end <= Integer.MAX_VALUE,
        Reason.CORRUPT,
        header.offset() + HEADER_SIZE,
        "types claim +" + start + " to +" + end + " of a stream of " + stream.length());
    starts = starts((int) start, (int) end);
    verify(
        starts.length == header.u32(END_INDEX) - first,
        Reason.CORRUPT,
        header.offset() + END_INDEX,
        starts.length + " types, but " + (header.u32(END_INDEX) - first) + " are claimed");
  }

  private int[] starts(int start, int end) throws IOException {
    int[] found = new int[1024];
    int count = 0;
    for (int at = start; at < end; ) {
      int size = stream.read(at, 2).u16(0);
      verify(
          size >= 2 && size + 2 <= end - at,
          Reason.CORRUPT,
          stream.fileOffset(at),
          "invalid type size");
      if (count == found.length) {
        found = Arrays.copyOf(found, 2 * count);
      }
      found[count++] = at;
      at += size + 2;
    }
    return Arrays.copyOf(found, count);
  }

  /** Number of records; the first has the index {@link #FIRST_RECORD}. */
  int count() {
    return starts.length;
  }

  /** The record with this index. */
  TypeRecord record(int index) throws IOException {
    if (index < FIRST_RECORD || index - FIRST_RECORD >= starts.length) {
      throw new MalformedException(
          Reason.CORRUPT, stream.fileOffset(0), "type 0x%04X does not exist".formatted(index));
    }
    int at = starts[index - FIRST_RECORD];
    Bytes head = stream.read(at, 4);
    return new TypeRecord(index, head.u16(2), stream.read(at + 4, head.u16(0) - 2));
  }
}
