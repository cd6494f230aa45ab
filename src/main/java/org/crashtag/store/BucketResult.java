package org.crashtag.store;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.crashtag.table.PartMetrics;

/**
 * What one attempt at a bucket wrote. Only results that reach the commit count.
 *
 * @param bucket its number
 * @param parts files at their places
 * @param index what the bucket's sources and dumps are
 * @param replacedDumps ids of dumps whose rows in earlier runs no longer count, and those runs
 * @param counts by name
 * @param rejects by reason
 */
// An array is compact when a result travels between workers, and results aren't compared.
@SuppressWarnings("ArrayRecordComponent")
public record BucketResult(
    int bucket,
    List<WrittenPart> parts,
    List<IndexEntry> index,
    List<Manifest.ReplacedDump> replacedDumps,
    Map<String, Long> counts,
    Map<String, Long> rejects)
    implements BucketReport {
  /**
   * A part that was written and forced to disk.
   *
   * @param table whose rows it holds
   * @param path in the storage
   * @param crc32c its checksum, 8 hex digits
   * @param metrics statistics of its columns; null if none are kept
   */
  public record WrittenPart(
      String table, String path, long rows, long bytes, String crc32c, PartMetrics metrics)
      implements Serializable {
    /** What a manifest says of it. */
    Manifest.Part below(String output) {
      return new Manifest.Part(path.substring(output.length() + 1), rows, bytes, crc32c);
    }
  }

  public BucketResult {
    parts = List.copyOf(parts);
    index = List.copyOf(index);
    replacedDumps = List.copyOf(replacedDumps);
    counts = Map.copyOf(counts);
    rejects = Map.copyOf(rejects);
  }
}
