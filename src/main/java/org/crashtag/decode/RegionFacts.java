package org.crashtag.decode;

import org.crashtag.dump.Region;
import org.crashtag.tag.BlobChain;

/**
 * What the walk through a dump's tagged region found.
 *
 * @param region where it is
 * @param end how its chain ended; null where there is no region
 * @param bytes from its header to the chain's end
 * @param tags blobs in it
 * @param writer {@code older} or {@code newer}; null where neither the header nor the chain tells
 */
public record RegionFacts(Region region, BlobChain.End end, long bytes, int tags, String writer) {}
