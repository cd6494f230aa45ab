package org.crashtag.source;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * Counts a zip's members before the library makes an object of each. The library ignores the number
 * and the directory size that a zip states, so the headers themselves are counted.
 *
 * <pre>
 * end of the directory, 22 bytes and a comment:  0x00 u32 0x06054B50  0x04 u16 number of this volume
 *    0x06 u16 volume where the directory starts   0x08 u16 headers in this volume
 *    0x0A u16 headers in all volumes   0x0C u32 directory's size
 *    0x10 u32 directory's offset, 0xFFFFFFFF if the zip64 end has it   0x14 u16 comment bytes
 * zip64 locator, the 20 bytes before:            0x00 u32 0x07064B50  0x08 u64 offset of the zip64 end
 * zip64 end:                                     0x00 u32 0x06064B50  0x28 u64 size  0x30 u64 offset
 * directory header, 46 bytes and what follows:   0x00 u32 0x02014B50
 *    0x1C u16 name bytes  0x1E u16 extra bytes  0x20 u16 comment bytes
 * extra field:                                   0x00 u16 what it is  0x02 u16 bytes, which follow
 * </pre>
 *
 * <p>Source: PKWARE, APPNOTE.TXT, section 4.3.
 */
final class ZipDirectory {
  private static final int END_BYTES = 22;
  private static final int MOST_COMMENT_BYTES = 0xFFFF;
  private static final long LOCATOR_SIGNATURE = 0x07064B50L;
  private static final int LOCATOR_BYTES = 20;
  private static final int ZIP64_END_BYTES = 56;
  private static final long IN_ZIP64 = 0xFFFFFFFFL;
  private static final long HEADER_SIGNATURE = 0x02014B50L;
  private static final int HEADER_BYTES = 46;
  private static final int EXTRA_FIELD_BYTES = 4;

  /** Writers use at most ten. The library compares each with all others. */
  private static final int MOST_EXTRA_FIELDS = 128;

  /** The number of this volume if the zip64 end has it. */
  private static final int VOLUME_IN_ZIP64 = 0xFFFF;

  private ZipDirectory() {}

  /**
   * The number of headers in the directory.
   *
   * @param most the count stops here: a larger number is never returned
   * @throws MalformedException if the zip is one of several volumes, or has headers with so many
   *     extra fields that the library would take forever
   */
  static long members(SeekableByteChannel channel, long most) throws IOException {
    int tailBytes = (int) Math.min(channel.size(), END_BYTES + MOST_COMMENT_BYTES + LOCATOR_BYTES);
    Bytes tail = read(channel, channel.size() - tailBytes, tailBytes);
    int end = tail.length() - END_BYTES;
    while (end >= 0 && tail.u32(end) != ZipFormat.END_SIGNATURE) {
      end--;
    }
    if (end < 0) {
      // Not a zip, as the library will report.
      return 0;
    }
    int volume = tail.u16(end + 0x04);
    if (volume != 0 && volume != VOLUME_IN_ZIP64) {
      if (isLastVolume(tail, end)) {
        throw Volumes.fault();
      }
      // Other data that contains the signature by chance.
      return 0;
    }
    long size = tail.u32(end + 0x0C);
    long offset = tail.u32(end + 0x10);
    long behind = tail.offset() + end;
    int locator = end - LOCATOR_BYTES;
    if (locator >= 0 && tail.u32(locator) == LOCATOR_SIGNATURE) {
      long zip64 = tail.i64(locator + 0x08);
      Bytes wide = read(channel, zip64, ZIP64_END_BYTES);
      if (wide.length() == ZIP64_END_BYTES) {
        size = size == IN_ZIP64 ? wide.i64(0x28) : size;
        offset = offset == IN_ZIP64 ? wide.i64(0x30) : offset;
        behind = zip64;
      }
    }
    // If other data precedes the zip, its offsets count from the zip's own start.
    return Math.max(
        count(channel, offset, most), size > behind ? 0 : count(channel, behind - size, most));
  }

  private static boolean isLastVolume(Bytes tail, int end) {
    return tail.u16(end + 0x06) <= tail.u16(end + 0x04)
        && tail.u16(end + 0x08) <= tail.u16(end + 0x0A)
        && tail.u16(end + 0x14) == tail.length() - end - END_BYTES;
  }

  private static long count(SeekableByteChannel channel, long offset, long most)
      throws IOException {
    if (offset < 0 || offset > channel.size()) {
      return 0;
    }
    channel.position(offset);
    InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
    long members = 0;
    while (members < most) {
      Bytes header = Bytes.of(in.readNBytes(HEADER_BYTES));
      if (header.length() < HEADER_BYTES || header.u32(0) != HEADER_SIGNATURE) {
        break;
      }
      members++;
      in.readNBytes(header.u16(0x1C));
      verifyExtra(Bytes.of(in.readNBytes(header.u16(0x1E))), channel.position());
      in.readNBytes(header.u16(0x20));
    }
    return members;
  }

  private static void verifyExtra(Bytes extra, long offset) {
    int fields = 0;
    for (int at = 0; at + EXTRA_FIELD_BYTES <= extra.length(); fields++) {
      at += EXTRA_FIELD_BYTES + extra.u16(at + 2);
    }
    verify(
        fields <= MOST_EXTRA_FIELDS,
        Reason.LIMIT,
        offset,
        "a zip header with more than " + MOST_EXTRA_FIELDS + " extra fields");
  }

  /** Up to this many bytes, or fewer at the end of the file. */
  private static Bytes read(SeekableByteChannel channel, long offset, int size) throws IOException {
    if (offset < 0 || offset > channel.size()) {
      return Bytes.NONE;
    }
    ByteBuffer buffer = ByteBuffer.allocate(size);
    channel.position(offset);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // Until it is full, or the file ends.
    }
    return Bytes.of(buffer.array(), 0, buffer.position(), offset);
  }
}
