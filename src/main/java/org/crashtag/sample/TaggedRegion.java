package org.crashtag.sample;

import java.util.ArrayList;
import java.util.List;

/**
 * The tagged region: its file header and the chain of blobs.
 *
 * <pre>
 * "Dump" "Blob"  u32 HeaderSize = 16  u32 NtBuildNumber | blob | blob | ...
 * </pre>
 */
final class TaggedRegion {
  private static final int FILE_HEADER_BYTES = 16;

  private TaggedRegion() {}

  /** Writes the region at {@code start}, without slack, and returns the offsets. */
  static Layout draw(
      DumpImage.Sketch sketch,
      long start,
      long buildNumber,
      RegionWriter writer,
      List<SampleBlob> blobs) {
    Pen pen = new Pen(expectedBytes(blobs));
    pen.ascii("DumpBlob").u32(FILE_HEADER_BYTES).u32(buildNumber);
    List<Layout.PlacedBlob> placed = new ArrayList<>(blobs.size());
    for (SampleBlob blob : blobs) {
      int header = pen.position();
      int data = blob.draw(pen, writer);
      placed.add(
          new Layout.PlacedBlob(
              placed.size(), blob.tag(), start + header, start + data, blob.claimedSize()));
    }
    sketch.draw(start, pen.toBytes());
    return new Layout(start, start + pen.position(), placed);
  }

  private static int expectedBytes(List<SampleBlob> blobs) {
    int bytes = FILE_HEADER_BYTES;
    for (SampleBlob blob : blobs) {
      bytes += SampleBlob.HEADER_BYTES + blob.data().length() + 8;
    }
    return bytes;
  }
}
