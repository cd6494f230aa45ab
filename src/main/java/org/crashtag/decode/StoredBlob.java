package org.crashtag.decode;

import org.crashtag.bytes.Bytes;
import org.crashtag.tag.TaggedBlob;

/**
 * A blob whose bytes an earlier walk kept.
 *
 * @param blob by its header
 * @param sha256 of its bytes, in lower-case hex
 * @param data its bytes, as many as the dump has
 */
public record StoredBlob(TaggedBlob blob, String sha256, Bytes data) {
  /** Reads one blob after the other. */
  @FunctionalInterface
  public interface Reader {
    /** The next blob of the dump; null after the last. */
    StoredBlob next() throws java.io.IOException;
  }
}
