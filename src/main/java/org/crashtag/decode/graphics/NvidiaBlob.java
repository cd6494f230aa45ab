package org.crashtag.decode.graphics;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.tag.TaggedBlob;

/**
 * NVIDIA's data in its two places: a blob with its own tag, or the display driver's section of the
 * display state, which may lack trailing zeros.
 */
public final class NvidiaBlob {
  private static final String MAGIC = "NVCD";

  /** Maximum number of missing trailing zeros: 16 MiB. */
  private static final int MOST_PADDING = 1 << 24;

  private NvidiaBlob() {}

  /** Whether the bytes start like NVIDIA's data. */
  public static boolean begins(Bytes section) {
    return section.hasAscii(0, MAGIC);
  }

  /**
   * Yields the rows of a blob.
   *
   * @param data the bytes of the blob that exist
   * @throws MalformedException if it is not NVIDIA's data
   */
  static void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    long size = NvcdWalk.Header.read(data).size();
    verify(
        size == blob.bytes(),
        Reason.CORRUPT,
        data.offset(),
        size + " bytes claimed in a blob of " + blob.bytes());
    new NvidiaRows(dump, sink).give(data, data.length() == size, "tag");
  }

  /**
   * Yields the rows of the display driver's section.
   *
   * @param section the bytes of the section that exist
   * @param whole whether the dump has the complete section
   * @throws MalformedException if it is not NVIDIA's data
   */
  public static void decodeSection(
      Bytes section, boolean whole, DumpContext dump, RecordSink sink) {
    long size = NvcdWalk.Header.read(section).size();
    verify(
        !whole || (size >= section.length() && size - section.length() <= MOST_PADDING),
        Reason.CORRUPT,
        section.offset(),
        size + " bytes claimed in a section of " + section.length());
    new NvidiaRows(dump, sink)
        .give(whole ? padded(section, (int) size) : section, whole, "display");
  }

  private static Bytes padded(Bytes section, int size) {
    byte[] bytes = new byte[size];
    section.copyTo(0, bytes, 0, section.length());
    return Bytes.of(bytes, 0, size, section.offset());
  }
}
