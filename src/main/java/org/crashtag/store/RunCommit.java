package org.crashtag.store;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.crashtag.decode.TableSchema;
import org.crashtag.storage.Storage;
import org.crashtag.store.BucketResult.StagedPart;
import org.crashtag.store.Manifest.Part;

/**
 * Makes a run's parts visible, all or none:
 *
 * <ol>
 *   <li>the parts and index slices get their final names inside the staging folder, and the whole
 *       manifest is written there as {@code commit.json};
 *   <li>each table's folder is moved into place, and every part's length is checked;
 *   <li>the manifest is moved to {@code _runs}: that is the commit.
 * </ol>
 *
 * <p>Once {@code commit.json} exists, a later run can finish the commit; a step that was done
 * before does nothing. A runner may attempt a commit twice at the same time: each attempt writes
 * under a unique name until the file is complete, and an attempt that loses the race fails or finds
 * that the work is done.
 */
public final class RunCommit {
  private final Storage storage;
  private final String output;
  private final String run;

  private RunCommit(Storage storage, String output, String run) {
    this.storage = storage;
    this.output = output;
    this.run = run;
  }

  /**
   * Commits a run.
   *
   * @param draft the manifest without parts and counts
   * @param tables all tables, with or without parts
   * @param results one for each bucket
   * @return the manifest as it was committed
   */
  public static Manifest commit(
      Storage storage,
      String output,
      Manifest draft,
      List<TableSchema> tables,
      List<BucketResult> results)
      throws IOException {
    RunCommit commit = new RunCommit(storage, output, draft.run());
    String done = OutputFolder.manifestPath(output, draft.run());
    if (storage.find(done).isPresent()) {
      // An earlier attempt committed but may not have finished.
      storage.delete(OutputFolder.stagingFolder(output, draft.run()));
      return OutputFolder.readManifest(storage, done);
    }
    List<BucketResult> sorted = new ArrayList<>(results);
    sorted.sort(Comparator.comparingInt(BucketResult::bucket));
    if (storage.find(commitPath(output, draft.run())).isEmpty()) {
      commit.prepare(draft, tables, sorted);
    }
    Manifest committed = finish(storage, output, draft.run());
    storage.delete(OutputFolder.stagingFolder(output, draft.run()));
    return committed;
  }

  static String commitPath(String output, String run) {
    return OutputFolder.stagingFolder(output, run) + "/commit.json";
  }

  private String ready(String folder) {
    return OutputFolder.stagingFolder(output, run) + "/ready/" + folder;
  }

  private static String partName(int bucket) {
    String number = Integer.toString(bucket);
    return "part-" + "0".repeat(5 - number.length()) + number + ".parquet";
  }

  /**
   * @param time of the commit so far
   */
  private Manifest fill(
      Manifest draft, List<TableSchema> tables, List<BucketResult> results, Duration time) {
    List<Manifest.Table> entries = new ArrayList<>();
    for (TableSchema table : tables) {
      entries.add(entry(table, results));
    }
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
    return new Manifest(
        draft.run(),
        draft.program(),
        draft.started(),
        java.time.Instant.now().toString(),
        entries,
        draft.replaces(),
        replaced,
        counts,
        rejects,
        draft.options(),
        draft.pipelineSha256(),
        draft.privacy(),
        draft.keyFingerprint());
  }

  private Manifest.Table entry(TableSchema table, List<BucketResult> results) {
    List<Part> parts = new ArrayList<>();
    for (BucketResult result : results) {
      for (StagedPart part : result.parts()) {
        if (part.table().equals(table.name())) {
          parts.add(committed(part, result.bucket()));
        }
      }
    }
    List<Manifest.ColumnEntry> columns =
        table.columns().stream()
            .map(column -> new Manifest.ColumnEntry(column.name(), column.typeName()))
            .toList();
    return new Manifest.Table(table.name(), columns, parts);
  }

  private Part committed(StagedPart part, int bucket) {
    String path = part.table() + "/run=" + run + "/" + partName(bucket);
    return new Part(path, part.rows(), part.bytes());
  }

  private void prepare(Manifest draft, List<TableSchema> tables, List<BucketResult> results)
      throws IOException {
    long start = System.nanoTime();
    Manifest manifest = fill(draft, tables, results, Duration.ZERO);
    // An earlier attempt at this step may have moved some of the files.
    List<IndexEntry> index = new ArrayList<>();
    for (BucketResult result : results) {
      for (StagedPart part : result.parts()) {
        String readyPath = ready(part.table()) + "/" + partName(result.bucket());
        moveOnce(part.path(), readyPath);
        verifyLength(readyPath, committed(part, result.bucket()));
      }
      if (result.indexPath() != null) {
        index.addAll(Index.readFile(storage, result.indexPath().path()));
      }
    }
    String slices = fresh("slices");
    Index.writeSlices(storage, slices, index);
    moveOnce(slices, ready("_index"));
    for (Manifest.Table table : manifest.tables()) {
      if (!table.parts().isEmpty()) {
        storage.force(ready(table.name()));
      }
    }
    storage.force(OutputFolder.stagingFolder(output, run) + "/ready");
    Manifest filled = fill(draft, tables, results, Duration.ofNanos(System.nanoTime() - start));
    String manifestFile = fresh("commit");
    try (OutputStream stream = storage.create(manifestFile)) {
      stream.write(filled.toJson());
    }
    storage.force(manifestFile);
    moveOnce(manifestFile, commitPath(output, run));
    // Whoever finds a part at its place after a loss of power must find what it belongs to, too.
    storage.force(OutputFolder.stagingFolder(output, run));
    storage.force(OutputFolder.stagingFolder(output));
    storage.force(output);
  }

  /** A unique path in the staging folder. */
  private String fresh(String name) {
    return OutputFolder.stagingFolder(output, run) + "/" + name + "-" + UUID.randomUUID();
  }

  private void moveOnce(String from, String to) throws IOException {
    if (storage.find(to).isPresent()) {
      return;
    }
    try {
      storage.move(from, to);
    } catch (IOException e) {
      // Another attempt may have been faster.
      if (storage.find(to).isEmpty()) {
        throw e;
      }
    }
  }

  /** Steps 2 and 3, as described in {@code commit.json}. */
  static Manifest finish(Storage storage, String output, String run) throws IOException {
    RunCommit commit = new RunCommit(storage, output, run);
    Manifest manifest = OutputFolder.readManifest(storage, commitPath(output, run));
    String done = OutputFolder.manifestPath(output, run);
    if (storage.find(done).isEmpty()) {
      commit.moveIntoPlace(manifest);
      String copy = commit.fresh("manifest");
      storage.copy(commitPath(output, run), copy);
      storage.force(copy);
      commit.moveOnce(copy, done);
      storage.force(OutputFolder.runsFolder(output));
    }
    return manifest;
  }

  private void moveIntoPlace(Manifest manifest) throws IOException {
    for (Manifest.Table table : manifest.tables()) {
      if (!table.parts().isEmpty()) {
        String target = OutputFolder.runFolder(output, table.name(), run);
        moveOnce(ready(table.name()), target);
        storage.force(output + "/" + table.name());
        for (Part part : table.parts()) {
          verifyLength(output + "/" + part.path(), part);
        }
      }
    }
    if (storage.find(ready("_index")).isPresent()) {
      moveOnce(ready("_index"), Index.folder(output, run));
      storage.force(output + "/_index");
    }
    storage.force(output);
  }

  /**
   * Whether a commit that was begun can be finished: what {@code commit.json} names is there, in
   * the staging folder or at its place. Only damage or a loss of power makes it impossible.
   *
   * @throws StoreException if a newer program began it
   */
  static boolean canFinish(Storage storage, String output, String run) throws IOException {
    RunCommit commit = new RunCommit(storage, output, run);
    Manifest manifest;
    try {
      manifest = OutputFolder.readManifest(storage, commitPath(output, run));
    } catch (StoreException e) {
      if (e.getCause() == null) {
        throw e;
      }
      return false;
    }
    for (Manifest.Table table : manifest.tables()) {
      for (Part part : table.parts()) {
        String name = part.path().substring(part.path().lastIndexOf('/') + 1);
        String ready = commit.ready(table.name()) + "/" + name;
        if (damage(storage, ready, part, output).isPresent()
            && damage(storage, output, part).isPresent()) {
          return false;
        }
      }
    }
    return true;
  }

  private void verifyLength(String there, Part part) throws IOException {
    Optional<String> damage = damage(storage, there, part, output);
    if (damage.isPresent()) {
      throw new StoreException(damage.get());
    }
  }

  /** What is wrong with a part, with its path; empty if it has its length. */
  static Optional<String> damage(Storage storage, String output, Part part) throws IOException {
    return damage(storage, output + "/" + part.path(), part, output);
  }

  private static Optional<String> damage(Storage storage, String place, Part part, String output)
      throws IOException {
    String path = output + "/" + part.path();
    Optional<Storage.Entry> there = storage.find(place);
    if (there.isPresent() && there.get().length() == part.bytes()) {
      return Optional.empty();
    }
    String found = there.map(entry -> entry.length() + " bytes").orElse("missing");
    return Optional.of(path + ": " + found + " instead of " + part.bytes() + " bytes");
  }
}
