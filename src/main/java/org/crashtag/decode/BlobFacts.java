package org.crashtag.decode;

import java.util.Locale;
import org.crashtag.bytes.Bytes;
import org.crashtag.tag.TaggedBlob;

/**
 * What became of a blob.
 *
 * @param blob by its header
 * @param keptBytes how many of its bytes are in the file
 * @param sha256 of those bytes, in lower-case hex; null where they weren't read
 * @param decoder that was used, or null
 * @param records it gave
 * @param decodedBytes how many of its bytes the decoder knows; null where none gave anything
 * @param carriedBytes how many more its records carry as they are; null likewise
 * @param status how far it was decoded
 * @param data its bytes where they are to be kept, or null
 */
public record BlobFacts(
    TaggedBlob blob,
    long keptBytes,
    String sha256,
    Decoder decoder,
    long records,
    Long decodedBytes,
    Long carriedBytes,
    Status status,
    Bytes data) {
  /** How far a blob was decoded. */
  public enum Status {
    /** To its end. */
    DECODED,
    /** No decoder takes its tag. */
    UNKNOWN,
    /** A decoder takes its tag, but wasn't asked to. */
    SKIPPED,
    /** Some of it: the rest is in the rejects, or isn't in the file. */
    PARTIAL,
    /** None of it. */
    REJECTED,
    /** It has no bytes. */
    EMPTY;

    /** The name as it stands in tables. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
