package org.crashtag.store;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.crashtag.decode.TableSchema;
import org.crashtag.storage.Storage;
import org.crashtag.store.BucketResult.WrittenPart;
import org.crashtag.store.Manifest.Part;
import org.crashtag.table.PartMetrics;

/**
 * Makes a run's parts visible, all or none. The parts are at their places already, and nobody reads
 * them:
 *
 * <ol>
 *   <li>what the run knows is written as one file;
 *   <li>this file, and the names of it and of the parts, are forced to disk;
 *   <li>the manifest is written under the number of the run's turn, if nobody has taken it: that is
 *       the commit.
 * </ol>
 *
 * <p>A runner may attempt a commit twice, one attempt after the other or both at the same time: one
 * of them writes the manifest, and the other finds it there.
 */
public final class RunCommit {
  private RunCommit() {}

  /**
   * Commits a run.
   *
   * @param draft the manifest without parts and counts
   * @param tables all tables, with or without parts
   * @param results one for each bucket
   * @return the manifest as it was committed
   * @throws StoreException if another process has committed since this run began
   */
  public static Manifest commit(
      Storage storage,
      String output,
      Manifest draft,
      List<TableSchema> tables,
      List<BucketResult> results)
      throws IOException {
    Optional<Manifest> earlier = new RunLog(storage, output).written(draft.turn());
    if (earlier.isPresent()) {
      return earlier.get();
    }
    long start = System.nanoTime();
    List<BucketResult> sorted = new ArrayList<>(results);
    sorted.sort(Comparator.comparingInt(BucketResult::bucket));
    List<Manifest.Table> entries = new ArrayList<>();
    for (TableSchema table : tables) {
      entries.add(entry(output, table, sorted));
    }
    force(storage, output, entries);
    Manifest.IndexFile index =
        draft.replaces().isEmpty() ? index(storage, output, draft.run(), sorted) : null;
    Manifest.IndexFile metrics = metrics(storage, output, draft.run(), sorted);
    storage.force(output);
    Manifest manifest =
        fill(draft, sorted, Duration.ofNanos(System.nanoTime() - start))
            .with(entries, index, metrics);
    Manifest committed = (Manifest) RunLog.add(storage, output, manifest);
    deleteUnused(storage, output, index, committed.index());
    deleteUnused(storage, output, metrics, committed.metrics());
    return committed;
  }

  /** Another attempt may have been faster. */
  private static void deleteUnused(
      Storage storage, String output, Manifest.IndexFile own, Manifest.IndexFile committed)
      throws IOException {
    if (own != null && !own.equals(committed)) {
      storage.delete(output + "/" + own.path());
    }
  }

  private static Manifest.IndexFile metrics(
      Storage storage, String output, String run, List<BucketResult> results) throws IOException {
    Map<String, PartMetrics> parts = new TreeMap<>();
    for (BucketResult result : results) {
      for (WrittenPart part : result.parts()) {
        if (part.metrics() != null) {
          parts.put(part.below(output).path(), part.metrics());
        }
      }
    }
    return parts.isEmpty() ? null : RunMetrics.write(storage, output, run, parts);
  }

  /** Forces the names of parts to disk, and those of the folders above. */
  static void force(Storage storage, String output, List<Manifest.Table> tables)
      throws IOException {
    TreeSet<String> folders = new TreeSet<>();
    for (Manifest.Table table : tables) {
      for (Part part : table.parts()) {
        folders.add(output + "/" + part.path().substring(0, part.path().lastIndexOf('/')));
        folders.add(output + "/" + table.name());
      }
    }
    for (String folder : folders) {
      storage.force(folder);
    }
  }

  private static Manifest.IndexFile index(
      Storage storage, String output, String run, List<BucketResult> results) throws IOException {
    List<IndexEntry> entries = new ArrayList<>();
    for (BucketResult result : results) {
      entries.addAll(result.index());
    }
    return Index.write(storage, output, run, Attempt.name(), entries);
  }

  private static Manifest.Table entry(
      String output, TableSchema table, List<BucketResult> results) {
    List<Part> parts = new ArrayList<>();
    for (BucketResult result : results) {
      for (WrittenPart part : result.parts()) {
        if (part.table().equals(table.name())) {
          parts.add(part.below(output));
        }
      }
    }
    List<Manifest.ColumnEntry> columns =
        table.columns().stream()
            .map(column -> new Manifest.ColumnEntry(column.name(), column.typeName()))
            .toList();
    return new Manifest.Table(table.name(), columns, parts);
  }

  /**
   * The draft with the sums of all buckets.
   *
   * @param time of the commit so far
   */
  private static Manifest fill(Manifest draft, List<BucketResult> results, Duration time) {
    Map<String, Long> counts = new TreeMap<>(draft.counts());
    counts.put(Count.MILLIS_COMMIT.label(), time.toMillis());
    Map<String, Long> rejects = new TreeMap<>();
    List<Manifest.ReplacedDump> replaced = new ArrayList<>();
    for (BucketResult result : results) {
      result.counts().forEach((name, count) -> counts.merge(name, count, Long::sum));
      result.rejects().forEach((reason, count) -> rejects.merge(reason, count, Long::sum));
      replaced.addAll(result.replacedDumps());
    }
    replaced.sort(
        Comparator.comparing(Manifest.ReplacedDump::dumpId)
            .thenComparing(Manifest.ReplacedDump::run));
    return draft.with(Instant.now().toString(), replaced, counts, rejects);
  }
}
