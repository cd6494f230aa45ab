package org.crashtag.decode;

import org.crashtag.tag.TaggedBlob;

/** Takes what {@link DumpWalker} finds in a dump's blobs. */
public interface BlobSink {
  /**
   * A record of a blob.
   *
   * @param entry its place in the blob and table, from 0
   * @param values beyond the key
   */
  void row(TaggedBlob blob, TableSchema table, long entry, Object[] values);

  /** A blob, after its records. Those whose decoder waits for others come behind these. */
  void blob(BlobFacts facts);

  /** Something that could not be used. */
  void reject(Reject reject);
}
