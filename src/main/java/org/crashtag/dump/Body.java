package org.crashtag.dump;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;
import org.crashtag.bytes.Window;

/** The part of a dump after its header that says where the tagged region starts. */
public sealed interface Body {
  long PAGE_BYTES = 0x1000;

  /** No machine's dump has more pages than this (2 PiB). */
  long MOST_PAGES = 1L << 39;

  /** Maximum size of a range dump's list of ranges, 16 MiB: a million ranges. */
  long MOST_METADATA_BYTES = 1L << 24;

  /** Pages of memory up to {@code end}, a file offset. */
  record Pages(long end) implements Body {}

  /** A triage dump. */
  record Triage(TriageHeader header) implements Body {}

  /** Nothing: the dump is only a header. */
  record Nothing() implements Body {}

  /** Pages of memory without a reliable end. */
  record Unmeasured() implements Body {}

  /** Reads the sub-header of a dump. */
  static Body read(DumpHeader header, DumpType type, Window window) throws IOException {
    int at = header.format().headerBytes;
    return switch (type) {
      case FULL -> pages(at, written(header.pages(), "NumberOfPages", at));
      case SUMMARY -> summary(at, window);
      case HEADER -> new Nothing();
      case TRIAGE -> new Triage(TriageHeader.read(header.format(), window));
      case BITMAP_FULL, BITMAP_KERNEL, AUTOMATIC -> bitmap(at, window);
      case RANGE_KERNEL, RANGE_ACTIVE, RANGE_FULL -> ranges(at, window);
    };
  }

  private static long written(Long value, String field, long at) {
    verify(value != null, Reason.CORRUPT, at, field + " was never written");
    return value;
  }

  private static Pages pages(long first, long count) {
    verify(
        count >= 0 && count <= MOST_PAGES,
        Reason.CORRUPT,
        first,
        "the body claims " + Long.toUnsignedString(count) + " pages");
    return new Pages(first + count * PAGE_BYTES);
  }

  /**
   * A bitmap dump's sub-header.
   *
   * <pre>
   * 0x00 "SDMP" or "FDMP"   0x04 "DUMP"   0x20 u64 FirstPage (file offset)   0x28 u64 TotalPresentPages
   * 0x30 u64 Pages (bits of the bitmap)   0x38 the bitmap
   * </pre>
   *
   * <p>Source: 0vercl0k/kdmp-parser (MIT).
   */
  private static Pages bitmap(int at, Window window) throws IOException {
    Bytes bytes = window.require(at, 0x38, "the bitmap header");
    verify(isBitmap(bytes), Reason.CORRUPT, at, "neither SDMP nor FDMP follows the header");
    long first = bytes.i64(0x20);
    verify(
        first >= at + 0x38 && first <= MOST_PAGES,
        Reason.CORRUPT,
        at + 0x20,
        "the header puts the first page at 0x" + Long.toHexString(first));
    return pages(first, bytes.i64(0x28));
  }

  private static boolean isBitmap(Bytes bytes) {
    return (bytes.hasAscii(0, "SDMP") || bytes.hasAscii(0, "FDMP")) && bytes.hasAscii(4, "DUMP");
  }

  /**
   * The old summary dump. volatility3 describes its sub-header as that of a bitmap dump, but no
   * sample is available. So it is only used if it fits the file, or if its numbers agree with each
   * other: then the file is cut.
   */
  private static Body summary(int at, Window window) throws IOException {
    // The same number of bytes follows in either case.
    Bytes bytes = window.require(at, 0x38, "the sub-header");
    if (!isBitmap(bytes)) {
      return new Unmeasured();
    }
    long first = bytes.i64(0x20);
    long count = bytes.i64(0x28);
    if (first < at + 0x38 || first > MOST_PAGES || count < 1 || count > MOST_PAGES) {
      return new Unmeasured();
    }
    long end = first + count * PAGE_BYTES;
    boolean fits = window.length() < 0 || end <= window.length();
    return fits || agrees(at, first, count, bytes.i64(0x30)) ? new Pages(end) : new Unmeasured();
  }

  /** Whether the bitmap has room before the first page, and at least as many bits as pages. */
  private static boolean agrees(int at, long first, long count, long bits) {
    return bits >= count
        && bits <= MOST_PAGES
        && first % PAGE_BYTES == 0
        && first >= at + 0x38 + (bits + 7) / 8;
  }

  /**
   * A range dump's sub-header.
   *
   * <pre>
   * 0x00 u32 0x40   0x04 "RDMP"   0x08 "DUMP"   0x10 u64 MetadataSize   0x18 u64 FirstPageOffset
   * 0x30 {u64 first page's number, u64 count} ... up to page number 0 or FirstPageOffset
   * </pre>
   *
   * <p>Source: 0vercl0k/kdmp-parser (MIT).
   */
  private static Pages ranges(int at, Window window) throws IOException {
    Bytes bytes = window.require(at, 0x30, "the range header");
    verify(
        bytes.hasAscii(4, "RDMP") && bytes.hasAscii(8, "DUMP"),
        Reason.CORRUPT,
        at + 4,
        "RDMP doesn't follow the header");
    long first = bytes.i64(0x18);
    long list = at + 0x30L;
    verify(
        first >= list,
        Reason.CORRUPT,
        at + 0x18,
        "the header puts the first page at 0x" + Long.toHexString(first));
    verify(
        first - list <= MOST_METADATA_BYTES,
        Reason.LIMIT,
        at + 0x18,
        "the list of ranges takes " + (first - list) + " bytes");
    return pages(first, countPages(list, first, window));
  }

  private static long countPages(long list, long end, Window window) throws IOException {
    long count = 0;
    for (long at = list; at + 16 <= end; at += 16) {
      Bytes range = window.require(at, 16, "the list of ranges");
      if (range.i64(0) == 0) {
        break;
      }
      long pages = range.i64(8);
      verify(
          pages >= 0 && pages <= MOST_PAGES - count,
          Reason.CORRUPT,
          at + 8,
          "a range claims " + Long.toUnsignedString(pages) + " pages");
      count += pages;
    }
    return count;
  }
}
