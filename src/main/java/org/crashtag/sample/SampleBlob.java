package org.crashtag.sample;

import org.crashtag.bytes.Guid;

/** One tagged blob to be written, with a correct header by default. */
public final class SampleBlob {
  /** Size of a correct blob header in bytes. */
  static final int HEADER_BYTES = 32;

  private static final int AS_THE_WRITER_DOES = -1;

  private final Guid tag;
  private final byte[] data;
  private final long headerSize;
  private final long claimedSize;
  private final int prePad;
  private final int postPad;

  private SampleBlob(
      Guid tag, byte[] data, long headerSize, long claimedSize, int prePad, int postPad) {
    this.tag = tag;
    this.data = data;
    this.headerSize = headerSize;
    this.claimedSize = claimedSize;
    this.prePad = prePad;
    this.postPad = postPad;
  }

  /** A blob with a correct header. */
  public static SampleBlob of(Guid tag, byte[] data) {
    return new SampleBlob(tag, data.clone(), HEADER_BYTES, data.length, 0, AS_THE_WRITER_DOES);
  }

  /** The same blob, but its header claims {@code size} data bytes (u32), however many there are. */
  public SampleBlob claiming(long size) {
    return new SampleBlob(tag, data, headerSize, size, prePad, postPad);
  }

  /** The same blob, but its header claims to be {@code size} bytes long (u32); it has 32. */
  public SampleBlob headerSize(long size) {
    return new SampleBlob(tag, data, size, claimedSize, prePad, postPad);
  }

  /** The same blob with {@code bytes} zeros between header and data. */
  public SampleBlob prePad(int bytes) {
    return new SampleBlob(tag, data, headerSize, claimedSize, bytes, postPad);
  }

  /** The same blob with {@code bytes} zeros after its data, instead of the writer's own padding. */
  public SampleBlob postPad(int bytes) {
    return new SampleBlob(tag, data, headerSize, claimedSize, prePad, bytes);
  }

  Guid tag() {
    return tag;
  }

  long claimedSize() {
    return claimedSize;
  }

  int dataBytes() {
    return data.length;
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
    int dataEnd = dataStart + data.length;
    int behind = postPad == AS_THE_WRITER_DOES ? usualPad(dataEnd, writer) : postPad;
    region.u32(headerSize).guid(tag).u32(claimedSize).u32(prePad).u32(behind);
    region.raw(new byte[prePad]).raw(data).raw(new byte[behind]);
    return dataStart;
  }

  private static int usualPad(int dataEnd, RegionWriter writer) {
    return switch (writer) {
      case OLDER -> (int) (Pen.alignUp(dataEnd, 8) - dataEnd);
      case NEWER -> 0;
    };
  }
}
