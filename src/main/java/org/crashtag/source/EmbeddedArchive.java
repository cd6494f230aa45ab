package org.crashtag.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Optional;
import org.crashtag.bytes.Bytes;

/**
 * The archive in a self-extracting program: a zip or a cabinet that follows the code that unpacks
 * it, or is one of its resources. It is found by its first header. Enough of the header is checked
 * that a program that merely contains the signature is not mistaken for an archive.
 *
 * <pre>
 * zip, local header:  0x00 u32 0x04034B50  0x04 u8 version needed  0x08 u16 method  0x1A u16 name bytes
 * cabinet:            0x00 "MSCF"  0x04 u32 0  0x08 u32 bytes  0x0C u32 0  0x10 u32 offset of the files
 *    0x14 u32 0  0x18 u8[2] version 3, 1
 * </pre>
 *
 * <p>Sources: PKWARE, APPNOTE.TXT, section 4.3.7; [MS-CAB] 2.1.
 *
 * @param kind zip or cabinet
 * @param offset of the archive in the program
 * @param stream the archive, from its first byte
 */
record EmbeddedArchive(SourceKind kind, long offset, InputStream stream) {
  /** The code of self-extracting programs is small. */
  private static final int MOST_CODE_BYTES = 64 << 20;

  private static final int READ_BYTES = 1 << 16;
  private static final int HEADER_BYTES = 36;
  private static final int MOST_ZIP_VERSION = 63;
  private static final int MOST_ZIP_METHOD = 99;
  private static final int MOST_NAME_BYTES = 1024;

  /** Whether these first bytes are those of a program for Windows. */
  static boolean isProgram(Bytes start) {
    return start.hasAscii(0, "MZ");
  }

  /** Reads {@code program} up to the archive in it. */
  static Optional<EmbeddedArchive> find(InputStream program) throws IOException {
    byte[] window = new byte[READ_BYTES + HEADER_BYTES];
    int held = 0;
    for (long start = 0; start < MOST_CODE_BYTES; ) {
      int count = program.readNBytes(window, held, window.length - held);
      held += count;
      Bytes bytes = Bytes.of(window, 0, held, start);
      int last = held - HEADER_BYTES;
      for (int at = 0; at <= last; at++) {
        Optional<SourceKind> kind = kindAt(window, bytes, at);
        if (kind.isPresent()) {
          InputStream rest = new ByteArrayInputStream(Arrays.copyOfRange(window, at, held));
          return Optional.of(
              new EmbeddedArchive(kind.get(), start + at, new SequenceInputStream(rest, program)));
        }
      }
      if (held < window.length) {
        break;
      }
      // The last bytes can be the start of a header.
      int searched = last + 1;
      System.arraycopy(window, searched, window, 0, held - searched);
      held -= searched;
      start += searched;
    }
    return Optional.empty();
  }

  private static Optional<SourceKind> kindAt(byte[] window, Bytes bytes, int at) {
    if (window[at] == 'P' && isZip(bytes, at)) {
      return Optional.of(SourceKind.ZIP);
    }
    return window[at] == 'M' && isCabinet(bytes, at)
        ? Optional.of(SourceKind.CAB)
        : Optional.empty();
  }

  private static boolean isZip(Bytes bytes, int at) {
    if (bytes.u32(at) != ZipFormat.LOCAL_SIGNATURE) {
      return false;
    }
    int nameBytes = bytes.u16(at + ZipFormat.LOCAL_NAME_BYTES_AT);
    return bytes.u8(at + 4) <= MOST_ZIP_VERSION
        && bytes.u16(at + ZipFormat.LOCAL_METHOD_AT) <= MOST_ZIP_METHOD
        && nameBytes > 0
        && nameBytes <= MOST_NAME_BYTES;
  }

  private static boolean isCabinet(Bytes bytes, int at) {
    return bytes.hasAscii(at, "MSCF")
        && bytes.u32(at + 0x04) == 0
        && bytes.u32(at + 0x0C) == 0
        && bytes.u32(at + 0x14) == 0
        && bytes.u32(at + 0x10) >= HEADER_BYTES
        && bytes.u32(at + 0x10) < bytes.u32(at + 0x08)
        && bytes.u8(at + 0x18) == 3
        && bytes.u8(at + 0x19) == 1;
  }
}
