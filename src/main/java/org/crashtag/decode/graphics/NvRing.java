package org.crashtag.decode.graphics;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.crashtag.bytes.Bytes;
import org.crashtag.decode.Coverage;

/**
 * A ring of print records. The data of a record precedes its descriptors, so the ring is read
 * backwards from its newest record.
 *
 * <pre>
 * 0x00 u64  0x08 u32 size of the data  0x0C char tag[4]
 * 0x10 u32 flags: bits 1-2 0 ring, 1 stops when full; bits 8-10 0 print records
 * 0x14 u32 pos of the next free byte  0x18 i32 threads  0x1C u32 overflow  0x20 data
 * words of a ring: overflow &gt; 0 ? data[pos:] + data[:pos] : data[:pos]
 * record: n words of data  time stamp: 0 to 2 words  descriptor 1  descriptor 2
 *    descriptor 1: bits 0-23 file id, 24-28 GPU (31 none), 29-31 5
 *    descriptor 2: bits 0-15 line, 16-17 group, 18-24 n, 25-28 0, 29-31 6
 * </pre>
 *
 * <p>Sources: NVIDIA/open-gpu-kernel-modules (MIT), {@code nvlog_defs.h}; the order inside a record
 * is measured.
 */
final class NvRing {
  private static final int HEADER_BYTES = 0x20;
  private static final int SIZE = 0x08;
  private static final int TAG = 0x0C;
  private static final int TAG_BYTES = 4;
  private static final int FLAGS = 0x10;
  private static final int POS = 0x14;
  private static final int OVERFLOW = 0x1C;
  private static final int WORD_BYTES = 4;

  private static final int KIND_SHIFT = 8;
  private static final int KIND_MASK = 7;
  private static final int PRINT_RECORDS = 0;

  private static final int DESCRIPTORS = 2;
  private static final int MARK_SHIFT = 29;
  private static final int MARK_1 = 5;
  private static final int MARK_2 = 6;
  private static final int FILE_MASK = 0xFF_FFFF;
  private static final int GPU_SHIFT = 24;
  private static final int GPU_MASK = 31;
  private static final int NO_GPU = 31;
  private static final int LINE_MASK = 0xFFFF;
  private static final int COUNT_SHIFT = 18;
  private static final int COUNT_MASK = 0x7F;
  private static final int ZERO_MASK = 0xF << 25;
  private static final long MICROS_PER_SECOND = 1_000_000;

  private final String tag;
  private final Bytes data;
  private final int start;
  private final int words;

  private NvRing(String tag, Bytes data, int start, int words) {
    this.tag = tag;
    this.data = data;
    this.start = start;
    this.words = words;
  }

  /** Parses a buffer of a log as a ring; empty if it is not one, or has other records. */
  static Optional<NvRing> of(Bytes buffer, Coverage coverage) {
    int size = buffer.length() - HEADER_BYTES;
    if (size < 0 || buffer.u32(SIZE) != size || buffer.u32(POS) > size) {
      return Optional.empty();
    }
    coverage.decoded(HEADER_BYTES);
    if (((buffer.i32(FLAGS) >>> KIND_SHIFT) & KIND_MASK) != PRINT_RECORDS) {
      return Optional.empty();
    }
    Bytes data = buffer.slice(HEADER_BYTES, size);
    int pos = buffer.i32(POS);
    boolean wrapped = buffer.i32(OVERFLOW) != 0;
    if (!wrapped && data.isZero(pos, size - pos)) {
      coverage.decoded(size - pos);
    }
    String tag = buffer.text(TAG, TAG_BYTES);
    return Optional.of(
        wrapped
            ? new NvRing(tag, data, pos, size / WORD_BYTES)
            : new NvRing(tag, data, 0, pos / WORD_BYTES));
  }

  /**
   * Yields the records, oldest first.
   *
   * @param timeWords number of words in a time stamp
   */
  void read(int timeWords, Coverage coverage, NvLog.Receiver taker) {
    int[] ends = new int[16];
    int count = 0;
    int end = words;
    for (int begin = begin(end, timeWords); begin >= 0; begin = begin(end, timeWords)) {
      if (count == ends.length) {
        ends = Arrays.copyOf(ends, 2 * count);
      }
      ends[count++] = end;
      end = begin;
    }
    for (int i = count - 1; i >= 0; i--) {
      taker.take(entry(ends[i], timeWords, coverage));
    }
  }

  /** Start of the record that ends before word {@code end}; -1 if there is none. */
  private int begin(int end, int timeWords) {
    if (end < DESCRIPTORS + timeWords) {
      return -1;
    }
    int first = word(end - 2);
    int second = word(end - 1);
    boolean isRecord =
        first >>> MARK_SHIFT == MARK_1
            && second >>> MARK_SHIFT == MARK_2
            && (second & ZERO_MASK) == 0;
    return isRecord ? Math.max(-1, end - DESCRIPTORS - timeWords - count(second)) : -1;
  }

  private static int count(int descriptor) {
    return (descriptor >>> COUNT_SHIFT) & COUNT_MASK;
  }

  private NvLogRecord entry(int end, int timeWords, Coverage coverage) {
    int first = word(end - 2);
    int second = word(end - 1);
    int count = count(second);
    int time = end - DESCRIPTORS - timeWords;
    int gpu = (first >>> GPU_SHIFT) & GPU_MASK;
    coverage.decoded((long) WORD_BYTES * (DESCRIPTORS + timeWords));
    coverage.carried((long) WORD_BYTES * count);
    return new NvLogRecord(
        tag,
        micros(time, timeWords),
        first & FILE_MASK,
        second & LINE_MASK,
        gpu == NO_GPU ? null : gpu,
        hex(time - count, count));
  }

  private Long micros(int at, int timeWords) {
    if (timeWords == 0) {
      return null;
    }
    long micros = timeWords == 1 ? 0 : Integer.toUnsignedLong(word(at + 1));
    return Integer.toUnsignedLong(word(at)) * MICROS_PER_SECOND + micros;
  }

  private String hex(int at, int count) {
    byte[] bytes = new byte[WORD_BYTES * count];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) data.u8(place(WORD_BYTES * at + i));
    }
    return HexFormat.of().formatHex(bytes);
  }

  /** A word of the ring, with wrap-around. */
  private int word(int index) {
    int at = place(WORD_BYTES * index);
    if (at <= data.length() - WORD_BYTES) {
      return data.i32(at);
    }
    int word = 0;
    for (int i = 0; i < WORD_BYTES; i++) {
      word |= data.u8(place(WORD_BYTES * index + i)) << (8 * i);
    }
    return word;
  }

  private int place(int offset) {
    int at = start + offset;
    return at < data.length() ? at : at - data.length();
  }
}
