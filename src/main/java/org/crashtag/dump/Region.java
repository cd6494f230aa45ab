package org.crashtag.dump;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.bytes.Window;

/**
 * The start of a dump's tagged region.
 *
 * <pre>
 * file header, 16 bytes: 0x00 "DumpBlob"   0x08 u32 HeaderSize = 16   0x0C u32 NtBuildNumber
 * blob header, 32 bytes: 0x00 u32 HeaderSize = 32   0x04 GUID   0x14 u32 DataSize   0x18 u32 PrePad
 *                        0x1C u32 PostPad
 * </pre>
 *
 * @param offset of the file header; 0 if there is no region
 * @param locator how it was found
 */
public record Region(long offset, Locator locator) {
  /** How a region was found. */
  public enum Locator {
    /** At the place that the header gives. */
    COMPUTED,
    /** By its signature, near the place that the header gives. */
    SCANNED,
    /** The dump has no region. */
    NONE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in tables. */
    public String label() {
      return label;
    }
  }

  /** Size of the header at the start of the region. */
  public static final int FILE_HEADER_BYTES = 16;

  /** Size of the header of each blob. */
  public static final int BLOB_HEADER_BYTES = 32;

  /** The first bytes of the region. */
  public static final String SIGNATURE = "DumpBlob";

  /** How far after the computed start to search for a region. */
  private static final int SCANNED_BYTES = 1 << 20;

  /** How far before the file's end to search for a region if the header doesn't give its start. */
  private static final int SCANNED_TAIL_BYTES = 4 << 20;

  private static final int SCAN_STEP = 1 << 16;

  /** Writers pad a blob to 8 bytes; no writer pads a whole page. */
  private static final long MOST_PADDING = 0x1000;

  /** The result for a dump without a region. */
  public static final Region NO_REGION = new Region(0, Locator.NONE);

  /**
   * Finds the region, reading forward only.
   *
   * @return empty if bytes other than zeros follow the dump and they contain no region
   * @throws MalformedException if the file ends before the dump's body does
   */
  public static Optional<Region> locate(Dump dump, Window window) throws IOException {
    if (dump.type() == DumpType.HEADER) {
      return Optional.of(NO_REGION);
    }
    Optional<MalformedException> cut = dump.cut(window);
    if (cut.isPresent()) {
      throw cut.get();
    }
    Optional<Long> computed = dump.regionStart();
    if (computed.isEmpty()) {
      return locateInTail(dump, window);
    }
    long start = computed.get();
    Bytes there = window.peek(start, FILE_HEADER_BYTES);
    if (there.length() == 0) {
      return Optional.of(NO_REGION);
    }
    if (there.hasAscii(0, SIGNATURE.substring(0, Math.min(there.length(), SIGNATURE.length())))) {
      // A file that ends inside the signature was cut there.
      return Optional.of(new Region(start, Locator.COMPUTED));
    }
    return scan(start, SCANNED_BYTES, window);
  }

  private static Optional<Region> locateInTail(Dump dump, Window window) throws IOException {
    if (window.length() == Content.UNKNOWN_LENGTH) {
      throw new MalformedException(
          Reason.UNSUPPORTED,
          dump.header().format().headerBytes,
          "the header doesn't say where this dump's tagged region starts, and its length is"
              + " unknown");
    }
    long start = Math.max(dump.header().format().headerBytes, window.length() - SCANNED_TAIL_BYTES);
    Optional<Region> found = scan(start, SCANNED_TAIL_BYTES, window);
    // The tail contains memory, so it is not a fault if no region is found.
    return found.isPresent() ? found : Optional.of(NO_REGION);
  }

  private static Optional<Region> scan(long from, int size, Window window) throws IOException {
    boolean zeros = true;
    int overlap = FILE_HEADER_BYTES + BLOB_HEADER_BYTES;
    for (long at = from; at < from + size; at += SCAN_STEP) {
      Bytes bytes = window.peek(at, SCAN_STEP + overlap);
      int end = Math.min(SCAN_STEP, bytes.length() - overlap + 1);
      for (int i = 0; i < end; i++) {
        if (bytes.u8(i) == 'D' && isRegion(bytes, i)) {
          return Optional.of(new Region(at + i, Locator.SCANNED));
        }
      }
      zeros = zeros && bytes.isZero();
      if (bytes.length() < SCAN_STEP + overlap) {
        break;
      }
    }
    return zeros ? Optional.of(NO_REGION) : Optional.empty();
  }

  private static boolean isRegion(Bytes bytes, int at) {
    int blob = at + FILE_HEADER_BYTES;
    return bytes.hasAscii(at, SIGNATURE)
        && bytes.u32(at + 8) == FILE_HEADER_BYTES
        && bytes.u32(blob) == BLOB_HEADER_BYTES
        && bytes.u32(blob + 0x18) < MOST_PADDING
        && bytes.u32(blob + 0x1C) < MOST_PADDING;
  }
}
