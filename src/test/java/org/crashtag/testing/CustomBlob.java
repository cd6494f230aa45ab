package org.crashtag.testing;

import org.crashtag.sample.SampleBlob;

/** Changes what a blob's header says, and the padding of the blob. */
public final class CustomBlob {
  private CustomBlob() {}

  /** The same blob, but its header claims {@code size} data bytes (u32), however many there are. */
  public static SampleBlob claiming(long size, SampleBlob blob) {
    return new SampleBlob(
        blob.tag(), blob.data(), blob.headerSize(), size, blob.prePad(), blob.postPad());
  }

  /** The same blob with {@code bytes} zeros between header and data. */
  public static SampleBlob prePad(int bytes, SampleBlob blob) {
    return new SampleBlob(
        blob.tag(), blob.data(), blob.headerSize(), blob.claimedSize(), bytes, blob.postPad());
  }

  /** The same blob with {@code bytes} zeros after its data, instead of the writer's own padding. */
  public static SampleBlob postPad(int bytes, SampleBlob blob) {
    return new SampleBlob(
        blob.tag(), blob.data(), blob.headerSize(), blob.claimedSize(), blob.prePad(), bytes);
  }
}
