package org.crashtag.source;

import java.util.Locale;
import org.crashtag.bytes.Bytes;

/** The kind of a source, by its first bytes. File names are unreliable and never used. */
public enum SourceKind {
  /** A Windows kernel crash dump. */
  DUMP,
  /** A user-mode minidump, which contains no kernel drivers. */
  MINIDUMP,
  CAB,
  ZIP,
  SEVEN_ZIP,
  GZIP,
  ZSTD,
  XZ,
  BZIP2,
  /** LZMA without a container, which has no signature. */
  LZMA,
  TAR,
  RAR,
  WIM,
  /** Anything else. */
  OTHER;

  /** The number of bytes that {@link #of} examines. */
  public static final int SNIFFED_BYTES = 512;

  /** The kind by the first bytes, which can be fewer than {@link #SNIFFED_BYTES}. */
  public static SourceKind of(Bytes start) {
    if (start.hasAscii(0, "PAGEDU64") || start.hasAscii(0, "PAGEDUMP")) {
      return DUMP;
    }
    if (start.hasAscii(0, "MDMP")) {
      return MINIDUMP;
    }
    if (start.hasAscii(0, "MSCF")) {
      return CAB;
    }
    if (start.hasAscii(0, "Rar!\u001a\u0007")) {
      return RAR;
    }
    if (start.hasAscii(0, "MSWIM\0\0\0")) {
      return WIM;
    }
    if (start.hasAscii(257, "ustar") || isOldTar(start)) {
      return TAR;
    }
    return byMagicNumber(start);
  }

  private static SourceKind byMagicNumber(Bytes start) {
    if (start.length() < 6) {
      return OTHER;
    }
    if (isZip(start)) {
      return ZIP;
    }
    if (isBzip2(start)) {
      return BZIP2;
    }
    long magic = start.u32(0);
    if (magic == 0xAFBC7A37L && start.u16(4) == 0x1C27) {
      return SEVEN_ZIP;
    }
    if (magic == 0xFD2FB528L || (magic & 0xFFFFFFF0L) == 0x184D2A50L) {
      // A frame, or a skippable frame followed by another frame, as pzstd writes.
      return ZSTD;
    }
    if (magic == 0x587A37FDL && start.u16(4) == 0x005A) {
      return XZ;
    }
    if ((magic & 0xFFFFFF) == 0x088B1FL) {
      return GZIP;
    }
    return isLzma(start) ? LZMA : OTHER;
  }

  /** Tools that split or stream write a marker before the first member. */
  private static boolean isZip(Bytes start) {
    long magic = start.u32(0);
    boolean marked = magic == ZipFormat.SPLIT_MARK || magic == ZipFormat.SINGLE_VOLUME_MARK;
    if (marked && start.length() >= 8) {
      magic = start.u32(4);
    }
    return magic == ZipFormat.LOCAL_SIGNATURE || magic == ZipFormat.END_SIGNATURE;
  }

  /** "BZh", a digit, and the marker of a block or, if there is no block, of the end. */
  private static boolean isBzip2(Bytes start) {
    if (!start.hasAscii(0, "BZh") || start.length() < 10) {
      return false;
    }
    boolean block = start.u32(4) == 0x26594131L && start.u16(8) == 0x5953;
    boolean end = start.u32(4) == 0x38457217L && start.u16(8) == 0x9050;
    return start.u8(3) >= '1' && start.u8(3) <= '9' && (block || end);
  }

  /**
   * The old tar format without a magic number: the 8 characters at 148 are, in octal, the sum of
   * the header's 512 bytes, with these 8 counted as spaces.
   */
  private static boolean isOldTar(Bytes start) {
    if (start.length() < 512 || start.u8(0) == 0) {
      return false;
    }
    long stated = 0;
    int digits = 0;
    for (int at = 148; at < 156; at++) {
      int c = start.u8(at);
      if (c >= '0' && c <= '7') {
        stated = stated * 8 + c - '0';
        digits++;
      } else if (c != ' ' && c != 0) {
        return false;
      }
    }
    long sum = 8 * ' ';
    for (int at = 0; at < 512; at++) {
      sum += at < 148 || at >= 156 ? start.u8(at) : 0;
    }
    return digits > 0 && stated == sum;
  }

  /**
   * Checks for the usual properties, a window of 2^n or 2^n + 2^(n-1) bytes, a size that is unknown
   * or below 256 GiB, and the coder's first byte, which is always 0.
   */
  private static boolean isLzma(Bytes start) {
    if (start.length() < 14 || start.u8(0) != 0x5D || start.u8(13) != 0) {
      return false;
    }
    long window = start.u32(1);
    long highest = Long.highestOneBit(window);
    long size = start.i64(5);
    return window >= 1 << 12
        && (window == highest || window == highest + (highest >> 1) || window == 0xFFFFFFFFL)
        && (size == -1 || (size >= 0 && size < 1L << 38));
  }

  /** Whether it can contain dumps. */
  public boolean isArchive() {
    return switch (this) {
      case CAB, ZIP, SEVEN_ZIP, GZIP, ZSTD, XZ, BZIP2, LZMA, TAR, RAR, WIM -> true;
      case DUMP, MINIDUMP, OTHER -> false;
    };
  }

  /** The name in tables and messages. */
  public String label() {
    return switch (this) {
      case SEVEN_ZIP -> "7z";
      case GZIP -> "gz";
      case ZSTD -> "zst";
      case BZIP2 -> "bz2";
      case DUMP, MINIDUMP, CAB, ZIP, XZ, LZMA, TAR, RAR, WIM, OTHER ->
          name().toLowerCase(Locale.ROOT);
    };
  }
}
