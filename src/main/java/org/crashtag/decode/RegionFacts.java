package org.crashtag.decode;

import org.crashtag.dump.Dump;
import org.crashtag.dump.DumpType;
import org.crashtag.dump.Region;
import org.crashtag.tag.BlobChain;

/**
 * What the walk through a dump's tagged region found.
 *
 * @param region where it is
 * @param end how its chain ended; truncated, too, if the file ends before the region could begin;
 *     null if the dump has none
 * @param bytes from its header to the chain's end
 * @param tags blobs in it
 * @param writer {@code older} or {@code newer}; null where neither the header nor the chain tells
 */
public record RegionFacts(Region region, BlobChain.End end, long bytes, int tags, String writer) {
  /** Bit of MiniDumpFields that the newer kernel writer sets (0xDFF) and the older doesn't. */
  private static final long NEWER_WRITER = 0x100;

  private static final int SECTOR_BYTES = 512;

  /** Of a dump without a region. */
  public static RegionFacts none(Dump dump) {
    return new RegionFacts(Region.NO_REGION, null, 0, 0, writerByHeader(dump));
  }

  /** Of a dump whose file ends before the region could begin. */
  public static RegionFacts ofCut(Dump dump) {
    return new RegionFacts(Region.NO_REGION, BlobChain.End.TRUNCATED, 0, 0, writerByHeader(dump));
  }

  /** Whether the file ends before the region could begin. */
  public boolean isCut() {
    return region.locator() == Region.Locator.NONE && end == BlobChain.End.TRUNCATED;
  }

  /** Of a region whose chain has been walked to its end. */
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
