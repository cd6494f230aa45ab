package org.crashtag.store;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What one attempt at a bucket wrote. Only results that reach the commit count.
 *
 * @param bucket its number
 * @param parts files in the staging folder
 * @param indexPath file of the index entries in the staging folder; null if there are none
 * @param replacedDumps ids of dumps whose rows in earlier runs no longer count, and those runs
 * @param counts by name
 * @param rejects by reason
 */
public record BucketResult(
    int bucket,
    List<StagedPart> parts,
    StagedPart indexPath,
    List<Manifest.ReplacedDump> replacedDumps,
    Map<String, Long> counts,
    Map<String, Long> rejects)
    implements BucketReport {
  /**
   * A file in the staging folder.
   *
   * @param table whose rows it holds
   * @param path in the storage
   */
  public record StagedPart(String table, String path, long rows, long bytes)
      implements Serializable {}

  public BucketResult {
    parts = List.copyOf(parts);
    replacedDumps = List.copyOf(replacedDumps);
    counts = Map.copyOf(counts);
    rejects = Map.copyOf(rejects);
  }
}
