package org.crashtag.sample;

import java.util.Arrays;
import java.util.List;

/**
 * The part between the header of a dump of physical memory and its tagged region: a description of
 * the pages, then the pages, which are a hole here. Offsets in it count from the file's start.
 * Sources: volatility3's {@code _SUMMARY_DUMP}, kdmp-parser's {@code BMP_HEADER64} and {@code
 * RDMP_HEADER64}.
 */
final class PagesBody {
  static final int PAGE_BYTES = 0x1000;

  private PagesBody() {}

  /**
   * Bitmap and summary dumps.
   *
   * <pre>
   * 0x00 signature  "DUMP"  u32 options (summary dumps)   0x20 u64 first page's offset
   * 0x28 u64 pages present  0x30 u64 bits  0x38 bitmap
   * </pre>
   *
   * @return the offset of the end of the pages
   */
  static long drawBitmap(
      DumpImage.Sketch sketch, int start, String signature, int options, long pages, long bits) {
    int bitmapBytes = (int) ((bits + 7) / 8);
    long firstPage = Pen.alignUp(start + 0x38L + bitmapBytes, PAGE_BYTES);
    Pen pen = new Pen(0x38 + bitmapBytes);
    pen.ascii(signature).ascii("DUMP").u32(options);
    pen.at(0x20).u64(firstPage).u64(pages).u64(bits).raw(firstBits(pages, bitmapBytes));
    sketch.draw(start, pen.toBytes());
    return firstPage + pages * PAGE_BYTES;
  }

  /**
   * Range dumps.
   *
   * <pre>
   * u32 0x40  "RDMP" "DUMP"  0x10 u64 MetadataSize  0x18 u64 FirstPageOffset
   * 0x30 {u64 page frame, u64 count}, zeros up to the first page
   * </pre>
   *
   * In real files, MetadataSize - 0x20 equals FirstPageOffset - 0x2040.
   *
   * @return the offset of the end of the pages
   */
  static long drawRanges(DumpImage.Sketch sketch, int start, List<PageRange> ranges) {
    long firstPage = Pen.alignUp(start + 0x30L + 16L * ranges.size(), PAGE_BYTES);
    Pen pen = new Pen(0x30 + 16 * ranges.size());
    pen.u32(0x40).ascii("RDMP").ascii("DUMP");
    pen.at(0x10).u64(firstPage - 0x2020).u64(firstPage).at(0x30);
    long pages = 0;
    for (PageRange range : ranges) {
      pen.u64(range.firstPage()).u64(range.count());
      pages += range.count();
    }
    sketch.draw(start, pen.toBytes());
    return firstPage + pages * PAGE_BYTES;
  }

  private static byte[] firstBits(long count, int bytes) {
    byte[] bitmap = new byte[bytes];
    int whole = (int) (count / 8);
    Arrays.fill(bitmap, 0, whole, (byte) 0xFF);
    if (count % 8 != 0) {
      bitmap[whole] = (byte) ((1 << (count % 8)) - 1);
    }
    return bitmap;
  }
}
