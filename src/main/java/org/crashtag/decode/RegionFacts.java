package org.crashtag.decode;

import org.crashtag.dump.Dump;
import org.crashtag.dump.DumpType;
import org.crashtag.dump.Region;
import org.crashtag.tag.BlobChain;

/**
 * The result of walking the tagged region of a dump.
 *
 * @param region location of the region
 * @param end how its chain ended; also truncated if the file ends before the region could start;
 *     null if the dump has no region
 * @param bytes from its header to the chain's end
 * @param tags number of blobs in it
 * @param writer {@code older} or {@code newer}; null if neither the header nor the chain shows it
 */
public record RegionFacts(Region region, BlobChain.End end, long bytes, int tags, String writer) {
  /**
   * Bit of MiniDumpFields that is set by the newer kernel writer (0xDFF) but not by the older one.
   */
  private static final long NEWER_WRITER = 0x100;

  private static final int SECTOR_BYTES = 512;

  /** Facts of a dump without a region. */
  public static RegionFacts none(Dump dump) {
    return new RegionFacts(Region.NO_REGION, null, 0, 0, writerByHeader(dump));
  }

  /** Facts of a dump whose file ends before the region could start. */
  public static RegionFacts ofCut(Dump dump) {
    return new RegionFacts(Region.NO_REGION, BlobChain.End.TRUNCATED, 0, 0, writerByHeader(dump));
  }

  /** Whether the file ends before the region could start. */
  public boolean isCut() {
    return region.locator() == Region.Locator.NONE && end == BlobChain.End.TRUNCATED;
  }

  /** Facts of a region whose chain has been walked to its end. */
  public static RegionFacts of(Dump dump, Region region, BlobChain chain) {
    String writer = writerByHeader(dump);
    if (writer == null) {
      writer = writerByChain(region, chain);
    }
    long bytes = chain.position() - region.offset();
    return new RegionFacts(region, chain.end(), bytes, chain.count(), writer);
  }

  private static String writerByHeader(Dump dump) {
    Long fields = dump.header().miniDumpFields();
    if (dump.type() != DumpType.TRIAGE || fields == null) {
      return null;
    }
    return (fields & NEWER_WRITER) != 0 ? "newer" : "older";
  }

  private static String writerByChain(Region region, BlobChain chain) {
    if (chain.padded()) {
      return "older";
    }
    boolean aligned = region.offset() % SECTOR_BYTES == 0;
    return aligned && chain.end() == BlobChain.End.TERMINATOR ? "newer" : null;
  }
}
