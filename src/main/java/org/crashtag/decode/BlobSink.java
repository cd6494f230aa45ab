package org.crashtag.decode;

import org.crashtag.tag.TaggedBlob;

/** Receives what {@link DumpWalker} finds in the blobs of a dump. */
public interface BlobSink {
  /**
   * A record of a blob.
   *
   * @param entry its position among the records of the blob and table, from 0
   * @param values the values of the columns after the key
   */
  void row(TaggedBlob blob, TableSchema table, long entry, Object[] values);

  /** A blob, after its records. Blobs whose decoder waits for other blobs come after those. */
  void blob(BlobFacts facts);

  /** Something that could not be used. */
  void reject(Reject reject);
}
