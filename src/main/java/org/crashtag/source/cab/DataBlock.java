package org.crashtag.source.cab;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;

/**
 * One block of a folder, still packed: CFDATA of [MS-CAB] 2.4.
 *
 * <pre>
 *  0  u32  checksum of all that follows; 0 none
 *  4  u16  packed bytes
 *  6  u16  bytes, at most 32,768
 *  8  u8[] reserve area
 *     u8[] the packed bytes
 * </pre>
 */
final class DataBlock {
  /** The unpacked size of a block. Only the last block of a folder is smaller. */
  static final int MOST_BYTES = 32 << 10;

  static final int HEADER_BYTES = 8;
  private static final int SUMMED_HEADER_AT = 4;
  private static final int SUMMED_HEADER_BYTES = 4;

  private final byte[] array;
  private final int from;
  private final int packed;
  private final int bytes;
  private final long offset;
  private final long end;

  private DataBlock(byte[] array, int from, int packed, int bytes, long offset, long end) {
    this.array = array;
    this.from = from;
    this.packed = packed;
    this.bytes = bytes;
    this.offset = offset;
    this.end = end;
  }

  /** Reads the block at {@code offset} and verifies its checksum and size. */
  static DataBlock read(CabinetInput input, long offset, int reserve) throws IOException {
    Bytes header = input.bytes(offset, HEADER_BYTES);
    int checksum = header.i32(0);
    int packed = header.u16(4);
    int bytes = header.u16(6);
    int length = HEADER_BYTES + reserve + packed;
    int at = input.load(offset, length);
    verify(
        checksum == 0 || matches(checksum, input.array(), at, reserve, packed),
        Reason.CHECKSUM,
        offset,
        "the block's checksum is wrong");
    verify(
        bytes > 0 && bytes <= MOST_BYTES,
        Reason.CORRUPT,
        offset + 6,
        "a block of " + bytes + " bytes");
    return new DataBlock(
        input.array(), at + HEADER_BYTES + reserve, packed, bytes, offset, offset + length);
  }

  /** The specification includes the reserve area, but not all writers do. */
  private static boolean matches(int checksum, byte[] array, int at, int reserve, int packed) {
    int data = Checksum.of(array, at + HEADER_BYTES + reserve, packed);
    int summed = at + SUMMED_HEADER_AT;
    return checksum == (data ^ Checksum.of(array, summed, SUMMED_HEADER_BYTES))
        || checksum == (data ^ Checksum.of(array, summed, SUMMED_HEADER_BYTES + reserve));
  }

  /**
   * The packed bytes, followed by {@link CabinetInput#SLACK_BYTES} more; valid until the next block
   * is read.
   */
  byte[] array() {
    return array;
  }

  /** Where in {@link #array} the packed bytes start. */
  int from() {
    return from;
  }

  /** How many packed bytes there are. */
  int packed() {
    return packed;
  }

  /** How many bytes they unpack to. */
  int bytes() {
    return bytes;
  }

  /** Where in the cabinet the block starts. */
  long offset() {
    return offset;
  }

  /** Where in the cabinet the next block starts. */
  long end() {
    return end;
  }
}
