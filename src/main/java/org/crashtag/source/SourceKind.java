package org.crashtag.source;

import java.util.Locale;
import org.crashtag.bytes.Bytes;

/** What a source's first bytes say that it is. File names lie and are never asked. */
public enum SourceKind {
  /** A Windows kernel crash dump. */
  DUMP,
  /** A user-mode minidump, which has no kernel drivers in it. */
  MINIDUMP,
  CAB,
  ZIP,
  SEVEN_ZIP,
  GZIP,
  ZSTD,
  XZ,
  TAR,
  RAR,
  /** Anything else. */
  OTHER;

  /** How many bytes {@link #of} looks at. */
  public static final int SNIFFED_BYTES = 265;

  /** Tells by the first bytes, of which there may be fewer than {@link #SNIFFED_BYTES}. */
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
    if (start.hasAscii(257, "ustar")) {
      return TAR;
    }
    return byMagicNumber(start);
  }

  private static SourceKind byMagicNumber(Bytes start) {
    if (start.length() < 6) {
      return OTHER;
    }
    long magic = start.u32(0);
    if (magic == 0x04034B50L || magic == 0x06054B50L) {
      return ZIP;
    }
    if (magic == 0xAFBC7A37L && start.u16(4) == 0x1C27) {
      return SEVEN_ZIP;
    }
    if (magic == 0xFD2FB528L) {
      return ZSTD;
    }
    if (magic == 0x587A37FDL && start.u16(4) == 0x005A) {
      return XZ;
    }
    return (magic & 0xFFFFFF) == 0x088B1FL ? GZIP : OTHER;
  }

  /** Whether there can be dumps in it. */
  public boolean isArchive() {
    return switch (this) {
      case CAB, ZIP, SEVEN_ZIP, GZIP, ZSTD, XZ, TAR, RAR -> true;
      case DUMP, MINIDUMP, OTHER -> false;
    };
  }

  /** The name as it stands in tables and messages. */
  public String label() {
    return switch (this) {
      case SEVEN_ZIP -> "7z";
      case GZIP -> "gz";
      case ZSTD -> "zst";
      case DUMP, MINIDUMP, CAB, ZIP, XZ, TAR, RAR, OTHER -> name().toLowerCase(Locale.ROOT);
    };
  }
}
