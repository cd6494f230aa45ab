package org.crashtag.decode;

import org.crashtag.dump.Dump;
import org.crashtag.dump.Module;
import org.crashtag.tag.TaggedBlob;

/** Takes what {@link DumpWalker} finds, in the order of the methods here. */
public interface DumpSink {
  /** The dump's headers are whole. */
  void begin(Dump dump);

  /**
   * A module of the dump's lists.
   *
   * @param entry its place, from 0
   */
  void module(int entry, Module module);

  /**
   * A record of a blob.
   *
   * @param entry its place in the blob and table, from 0
   * @param values beyond the key
   */
  void row(TaggedBlob blob, TableSchema table, long entry, Object[] values);

  /** A blob, after its records. Those whose decoder waits for others come behind these. */
  void blob(BlobFacts facts);

  /** Something that could not be used; may come at any time after {@link #begin}. */
  void reject(Reject reject);

  /** The walk is over. */
  void end(RegionFacts facts);
}
