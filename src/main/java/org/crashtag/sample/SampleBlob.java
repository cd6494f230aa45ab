package org.crashtag.sample;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;

/**
 * One tagged blob to be written. The numbers of its header needn't be true, so that dumps with
 * damaged chains can be built.
 *
 * @param tag its GUID
 * @param data its data bytes
 * @param headerSize HeaderSize (u32), {@value #HEADER_BYTES} in a correct header
 * @param claimedSize DataSize (u32), the number of data bytes in a correct header
 * @param prePad zeros between header and data
 * @param postPad zeros after the data; {@link #USUAL_PADDING}: as many as the region's writer adds
 */
public record SampleBlob(
    Guid tag, Bytes data, long headerSize, long claimedSize, int prePad, int postPad) {
  /** Size of a blob header in bytes. */
  public static final int HEADER_BYTES = 32;

  /** The padding after the data is the writer's own. */
  public static final int USUAL_PADDING = -1;

  /** A blob with a correct header. */
  public static SampleBlob of(Guid tag, byte[] data) {
    Bytes copy = Bytes.of(data.clone());
    return new SampleBlob(tag, copy, HEADER_BYTES, data.length, 0, USUAL_PADDING);
  }

  /** The same blob, but its header claims to be {@code size} bytes long (u32); it has 32. */
  public SampleBlob headerSize(long size) {
    return new SampleBlob(tag, data, size, claimedSize, prePad, postPad);
  }

  /**
   * Writes header, padding and data.
   *
   * <pre>
   * u32 HeaderSize  GUID Tag  u32 DataSize  u32 PrePad  u32 PostPad | PrePad | data | PostPad
   * </pre>
   *
   * @param region a pen whose position 0 is the region's start
   * @return the offset of the data from the region's start
   */
  int draw(Pen region, RegionWriter writer) {
    int dataStart = region.position() + HEADER_BYTES + prePad;
    int dataEnd = dataStart + data.length();
    int after = postPad == USUAL_PADDING ? usualPad(dataEnd, writer) : postPad;
    region.u32(headerSize).guid(tag).u32(claimedSize).u32(prePad).u32(after);
    region.raw(new byte[prePad]).raw(data.toArray()).raw(new byte[after]);
    return dataStart;
  }

  private static int usualPad(int dataEnd, RegionWriter writer) {
    return switch (writer) {
      case OLDER -> (int) (Pen.alignUp(dataEnd, 8) - dataEnd);
      case NEWER -> 0;
    };
  }
}
