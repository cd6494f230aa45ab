package org.crashtag.decode;

import java.util.Locale;
import org.crashtag.bytes.Bytes;
import org.crashtag.tag.TaggedBlob;

/**
 * The result of processing a blob.
 *
 * @param blob its header
 * @param keptBytes number of its bytes that are in the file
 * @param sha256 SHA-256 of those bytes, in lower-case hex; null if they weren't read
 * @param decoder name of the decoder that was used, or null
 * @param records number of records that it yielded
 * @param decodedBytes number of bytes whose meaning the decoder knows; null if no decoder yielded
 *     anything
 * @param carriedBytes number of further bytes that its records contain as they are; null likewise
 * @param status how far it was decoded
 * @param data its bytes if they are to be kept, otherwise null
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
    /** Decoded completely. */
    DECODED,
    /** No decoder accepts its tag. */
    UNKNOWN,
    /** A decoder accepts its tag, but was not selected. */
    SKIPPED,
    /** Decoded in part: the rest is in the rejects, or missing from the file. */
    PARTIAL,
    /** Nothing was decoded. */
    REJECTED,
    /** The blob has no bytes. */
    EMPTY;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name as used in tables. */
    public String label() {
      return label;
    }
  }
}
