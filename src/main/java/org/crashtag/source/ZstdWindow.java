package org.crashtag.source;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;

/**
 * The window that a stream of Zstandard frames needs, by its first frame. A smaller window is
 * rounded up to that of the highest ordinary compression level, so that larger frames after a small
 * one can still be read.
 *
 * <pre>
 * skippable frame:  u32 0x184D2A50 to 0x184D2A5F   u32 bytes, which follow
 * frame:            u32 0xFD2FB528
 *    u8 descriptor: bits 6-7 the size of the content's length, bit 5 there is no window byte and the window is the content, bits 0-1 the size of the dictionary's number
 *    u8 window: bits 3-7 its logarithm less 10, bits 0-2 eighths to add to it
 *    u8, u16, u32 number of the dictionary
 *    u8, u16 (less 256), u32, u64 length of the content
 * </pre>
 *
 * <p>Source: RFC 8878, section 3.1.
 *
 * @param log the window holds two to the power of this many bytes
 * @param stream the frames, from the first one on
 */
record ZstdWindow(int log, InputStream stream) {
  /** The window of {@code zstd --long} without a number. */
  static final int MOST_LOG = 27;

  /** The window of level 19. */
  private static final int ORDINARY_LOG = 23;

  private static final long SKIPPABLE = 0x184D2A50L;
  private static final int MOST_HEADER_BYTES = 18;
  private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};

  long bytes() {
    return 1L << log;
  }

  static ZstdWindow of(InputStream in) throws IOException {
    Bytes magic = Bytes.of(in.readNBytes(4));
    while (magic.length() == 4 && (magic.u32(0) & 0xFFFFFFF0L) == SKIPPABLE) {
      Bytes size = Bytes.of(in.readNBytes(4));
      verify(size.length() == 4, Reason.TRUNCATED, 4, "a skippable Zstandard frame is cut off");
      skip(in, size.u32(0));
      magic = Bytes.of(in.readNBytes(4));
    }
    byte[] header = in.readNBytes(MOST_HEADER_BYTES - 4);
    InputStream whole =
        new SequenceInputStream(
            new ByteArrayInputStream(magic.toArray()),
            new SequenceInputStream(new ByteArrayInputStream(header), in));
    return new ZstdWindow(Math.max(ORDINARY_LOG, log(Bytes.of(header))), whole);
  }

  private static void skip(InputStream in, long size) throws IOException {
    byte[] bytes = new byte[1 << 16];
    for (long left = size; left > 0; ) {
      int count = in.read(bytes, 0, (int) Math.min(left, bytes.length));
      verify(count >= 0, Reason.TRUNCATED, 8, "a skippable Zstandard frame is cut off");
      left -= count;
    }
  }

  /** 0 for a truncated header, which the library will report. */
  private static int log(Bytes header) {
    if (header.length() < 2) {
      return 0;
    }
    int descriptor = header.u8(0);
    boolean single = (descriptor & 0x20) != 0;
    if (!single) {
      int window = header.u8(1);
      int eighths = (window & 7) == 0 ? 0 : 1;
      return 10 + (window >> 3) + eighths;
    }
    int at = 1 + DICTIONARY_BYTES[descriptor & 3];
    int size = 1 << (descriptor >> 6);
    if (header.length() < at + size) {
      return 0;
    }
    long content =
        switch (descriptor >> 6) {
          case 0 -> header.u8(at);
          case 1 -> header.u16(at) + 256;
          case 2 -> header.u32(at);
          default -> header.i64(at);
        };
    return content < 0
        ? Long.SIZE
        : Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, content - 1));
  }
}
