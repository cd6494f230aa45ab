package org.crashtag.sample;

import java.util.List;
import org.crashtag.bytes.Guid;

/**
 * Where the builder put the tagged region: what a reader has to find. Offsets count from the file's
 * start.
 *
 * @param regionStart of the region's file header, "DumpBlob"
 * @param regionEnd of the chain: the end of the last blob with its padding, or of a file cut before
 * @param blobs in the order of the file
 */
public record Layout(long regionStart, long regionEnd, List<PlacedBlob> blobs) {
  public Layout {
    blobs = List.copyOf(blobs);
  }

  /**
   * One blob.
   *
   * @param ordinal its place in the chain, from 0
   * @param tag its GUID
   * @param headerOffset of its 32-byte header
   * @param dataOffset of its first data byte
   * @param size its data bytes as the header claims them
   */
  public record PlacedBlob(int ordinal, Guid tag, long headerOffset, long dataOffset, long size) {}
}
