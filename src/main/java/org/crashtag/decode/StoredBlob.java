package org.crashtag.decode;

import org.crashtag.bytes.Bytes;
import org.crashtag.tag.TaggedBlob;

/**
 * A blob whose bytes were kept by an earlier walk.
 *
 * @param blob its header
 * @param sha256 of its bytes, in lower-case hex
 * @param data its bytes, as many as the dump has
 */
public record StoredBlob(TaggedBlob blob, String sha256, Bytes data) {
  /** Reads blobs one at a time. */
  @FunctionalInterface
  public interface Reader {
    /** The next blob of the dump; null after the last. */
    StoredBlob next() throws java.io.IOException;
  }
}
