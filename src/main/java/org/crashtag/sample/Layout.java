package org.crashtag.sample;

import java.util.List;
import org.crashtag.bytes.Guid;

/**
 * The place of the tagged region in a built dump, which a reader has to find. Offsets count from
 * the file's start.
 *
 * @param regionStart of the region's file header, "DumpBlob"
 * @param regionEnd of the chain: the end of the last blob with its padding, or the end of the file
 *     if it is cut before that
 * @param blobs in the order of the file
 */
public record Layout(long regionStart, long regionEnd, List<PlacedBlob> blobs) {
  public Layout {
    blobs = List.copyOf(blobs);
  }

  /**
   * One blob.
   *
   * @param ordinal its position in the chain, from 0
   * @param tag its GUID
   * @param headerOffset of its 32-byte header
   * @param dataOffset of its first data byte
   * @param size its data bytes according to the header
   */
  public record PlacedBlob(int ordinal, Guid tag, long headerOffset, long dataOffset, long size) {}
}
