package org.crashtag.source;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;

/**
 * The header before a zip's member, as {@link ZipFormat} draws it.
 *
 * @param name of the member
 * @param flags general purpose flags
 * @param method how it is compressed
 * @param checksum CRC-32, or {@link VerifiedStream#UNKNOWN} if it follows the data
 * @param packed bytes of the data, or {@link VerifiedStream#UNKNOWN}
 * @param bytes that they unpack to, or {@link VerifiedStream#UNKNOWN}
 */
record ZipLocalHeader(String name, int flags, int method, long checksum, long packed, long bytes) {
  private static final int SIGNATURE_BYTES = 4;
  private static final int FIELD_HEADER_BYTES = 4;

  /** The two letters that all signatures in a zip start with. */
  private static final long MARK = 0x4B50;

  boolean hasDescriptor() {
    return (flags & ZipFormat.HAS_DESCRIPTOR) != 0;
  }

  boolean isEncrypted() {
    return (flags & ZipFormat.ENCRYPTED) != 0;
  }

  /**
   * Reads the next header.
   *
   * @param first whether it is the zip's first, which a mark may precede
   * @return null at the start of the directory
   */
  static ZipLocalHeader read(InputStream in, boolean first) throws IOException {
    long signature = signature(in);
    if (first && (signature == ZipFormat.SPLIT_MARK || signature == ZipFormat.SINGLE_VOLUME_MARK)) {
      signature = signature(in);
    }
    if (signature != ZipFormat.LOCAL_SIGNATURE) {
      verify((signature & 0xFFFF) == MARK, Reason.CORRUPT, 0, "no header before a zip's member");
      return null;
    }
    int rest = ZipFormat.LOCAL_HEADER_BYTES - SIGNATURE_BYTES;
    // Prepended by room for the signature, so that offsets are those of the format.
    byte[] fixed = new byte[ZipFormat.LOCAL_HEADER_BYTES];
    if (in.readNBytes(fixed, SIGNATURE_BYTES, rest) < rest) {
      throw new EOFException();
    }
    Bytes header = Bytes.of(fixed);
    byte[] name = exactly(in, header.u16(ZipFormat.LOCAL_NAME_BYTES_AT));
    Bytes extra = Bytes.of(exactly(in, header.u16(ZipFormat.LOCAL_EXTRA_BYTES_AT)));
    return of(header, name, extra);
  }

  private static long signature(InputStream in) throws IOException {
    return Bytes.of(exactly(in, SIGNATURE_BYTES)).u32(0);
  }

  private static byte[] exactly(InputStream in, int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException();
    }
    return bytes;
  }

  private static ZipLocalHeader of(Bytes header, byte[] name, Bytes extra) {
    int flags = header.u16(ZipFormat.LOCAL_FLAGS_AT);
    long checksum = header.u32(ZipFormat.LOCAL_CHECKSUM_AT);
    long packed = header.u32(ZipFormat.LOCAL_PACKED_AT);
    long bytes = header.u32(ZipFormat.LOCAL_SIZE_AT);
    Bytes wide = field(extra, ZipFormat.ZIP64_FIELD);
    int at = 0;
    if (bytes == ZipFormat.IN_ZIP64 && wide.length() >= Long.BYTES) {
      bytes = wide.i64(0);
      at = Long.BYTES;
    }
    if (packed == ZipFormat.IN_ZIP64 && wide.length() >= at + Long.BYTES) {
      packed = wide.i64(at);
    }
    verify(packed >= 0 && bytes >= 0, Reason.CORRUPT, 0, "a zip member of more than 2^63 bytes");
    boolean follows = (flags & ZipFormat.HAS_DESCRIPTOR) != 0;
    if (follows && packed == 0) {
      packed = VerifiedStream.UNKNOWN;
      bytes = VerifiedStream.UNKNOWN;
    }
    return new ZipLocalHeader(
        name(name, extra),
        flags,
        header.u16(ZipFormat.LOCAL_METHOD_AT),
        follows ? VerifiedStream.UNKNOWN : checksum,
        packed,
        bytes);
  }

  private static String name(byte[] name, Bytes extra) {
    Bytes unicode = field(extra, ZipFormat.NAME_FIELD);
    if (unicode.length() > 5 && unicode.u8(0) == 1) {
      CRC32 sum = new CRC32();
      sum.update(name);
      if (sum.getValue() == unicode.u32(1)) {
        return NameText.of(unicode.slice(5, unicode.length() - 5).toArray());
      }
    }
    return NameText.of(name);
  }

  /** The content of an extra field, or nothing. */
  private static Bytes field(Bytes extra, int wanted) {
    int at = 0;
    while (at + FIELD_HEADER_BYTES <= extra.length()) {
      int size = Math.min(extra.u16(at + 2), extra.length() - at - FIELD_HEADER_BYTES);
      if (extra.u16(at) == wanted) {
        return extra.slice(at + FIELD_HEADER_BYTES, size);
      }
      at += FIELD_HEADER_BYTES + size;
    }
    return Bytes.NONE;
  }
}
