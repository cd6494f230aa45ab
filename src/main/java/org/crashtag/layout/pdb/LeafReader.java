package org.crashtag.layout.pdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * Reads the parts of a type record in order.
 *
 * <p>A number is a u16 below 0x8000, or a u16 that specifies the format of what follows: 0x8000 i8,
 * 0x8001 i16, 0x8002 u16, 0x8003 i32, 0x8004 u32, 0x8009 i64, 0x800A u64. A name ends with a NUL.
 * Source: microsoft/microsoft-pdb, {@code cvinfo.h} (MIT).
 */
final class LeafReader {
  /** Compilers truncate names at 4 KB. */
  private static final int MOST_NAME_BYTES = 4096;

  /**
   * A byte of 0xF1 to 0xFF before a record's next part: its value less 0xF0 is the number of bytes
   * to skip.
   */
  private static final int PADDING = 0xF0;

  private final Bytes bytes;
  private int at;

  LeafReader(Bytes bytes) {
    this.bytes = bytes;
  }

  boolean hasMore() {
    return at < bytes.length();
  }

  /** File offset of the next part. */
  long offset() {
    return bytes.offset() + at;
  }

  int u8() {
    return bytes.u8(skip(1));
  }

  int u16() {
    return bytes.u16(skip(2));
  }

  long u32() {
    return bytes.u32(skip(4));
  }

  /** A type index; 0 if there is none. */
  int type() {
    int start = skip(4);
    int index = bytes.i32(start);
    verify(index >= 0, Reason.CORRUPT, bytes.offset() + start, "a type index is negative");
    return index;
  }

  private int skip(int size) {
    int start = at;
    at += size;
    return start;
  }

  void skipPadding() {
    if (bytes.u8(at) > PADDING) {
      at += bytes.u8(at) - PADDING;
    }
  }

  /** A number in any format, as 64 bits. */
  long number() {
    long offset = offset();
    int form = u16();
    if (form < 0x8000) {
      return form;
    }
    return switch (form) {
      case 0x8000 -> (byte) u8();
      case 0x8001 -> (short) u16();
      case 0x8002 -> u16();
      case 0x8003 -> (int) u32();
      case 0x8004 -> u32();
      case 0x8009, 0x800A -> bytes.i64(skip(8));
      default ->
          throw new MalformedException(
              Reason.UNSUPPORTED, offset, "a number in format 0x%04X".formatted(form));
    };
  }

  /** A number of bytes. */
  long size() {
    long offset = offset();
    long size = number();
    verify(size >= 0, Reason.CORRUPT, offset, "a size or an offset is negative");
    return size;
  }

  /** A name, in UTF-8. */
  String name() {
    int start = at;
    int end = start;
    while (bytes.u8(end) != 0) {
      end++;
    }
    verify(
        end - start <= MOST_NAME_BYTES,
        Reason.LIMIT,
        bytes.offset() + start,
        "a name longer than 4 KB");
    at = end + 1;
    return new String(bytes.slice(start, end - start).toArray(), UTF_8);
  }
}
