package org.crashtag.decode.graphics;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.tag.TaggedBlob;

/**
 * NVIDIA's data where they can be: in a blob of their own tag, and in the display driver's section
 * of the display state, from which the zeros at its end may be missing.
 */
public final class NvidiaBlob {
  private static final String MAGIC = "NVCD";

  /** No driver leaves more zeros away than this: 16 MiB. */
  private static final int MOST_PADDING = 1 << 24;

  private NvidiaBlob() {}

  /** Whether the bytes begin as NVIDIA's data do. */
  public static boolean begins(Bytes section) {
    return section.hasAscii(0, MAGIC);
  }

  /**
   * Gives the rows of a blob.
   *
   * @param data the blob's bytes, as many as there are
   * @throws MalformedException if it isn't NVIDIA's
   */
  static void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    long size = NvcdWalk.Header.read(data).size();
    verify(
        size == blob.bytes(),
        Reason.CORRUPT,
        data.offset(),
        size + " bytes announced in a blob of " + blob.bytes());
    new NvidiaRows(dump, sink).give(data, data.length() == size, "tag");
  }

  /**
   * Gives the rows of the display driver's section.
   *
   * @param section its bytes, as many as there are
   * @param whole whether the dump has all of the section
   * @throws MalformedException if it isn't NVIDIA's
   */
  public static void decodeSection(
      Bytes section, boolean whole, DumpContext dump, RecordSink sink) {
    long size = NvcdWalk.Header.read(section).size();
    verify(
        size >= section.length() && size - section.length() <= MOST_PADDING || !whole,
        Reason.CORRUPT,
        section.offset(),
        size + " bytes announced in a section of " + section.length());
    new NvidiaRows(dump, sink)
        .give(whole ? padded(section, (int) size) : section, whole, "display");
  }

  private static Bytes padded(Bytes section, int size) {
    byte[] bytes = new byte[size];
    section.copyTo(0, bytes, 0, section.length());
    return Bytes.of(bytes, 0, size, section.offset());
  }
}
