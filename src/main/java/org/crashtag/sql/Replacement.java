package org.crashtag.sql;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.crashtag.decode.TableSchema;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.store.Attempt;
import org.crashtag.store.BucketResult;
import org.crashtag.store.BucketResult.WrittenPart;
import org.crashtag.store.Count;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.store.PartFiles;
import org.crashtag.store.RunCommit;
import org.crashtag.store.StoreException;
import org.crashtag.store.Turn;
import org.crashtag.table.PartMetrics;

/**
 * A run whose parts completely replace those of earlier runs: readers see either the earlier runs
 * or this one.
 */
final class Replacement implements Closeable {
  private final Storage storage;
  private final OutputFolder output;
  private final String program;
  private final List<Manifest> chosen;
  private final Instant started = Instant.now();
  private final Turn turn;
  private final Workspace workspace;
  private final String attempt = Attempt.name();
  private final List<View> views;
  private final Map<Integer, List<WrittenPart>> buckets = new TreeMap<>();
  private final List<TableSchema> written = new ArrayList<>();

  /**
   * @param program this program's version
   * @param committed the views of all committed runs
   * @param chosen the runs that are replaced, oldest first
   * @param near copies of remote parts that an operation before this one has made
   */
  Replacement(
      Storage storage,
      OutputFolder output,
      String program,
      List<View> committed,
      List<Manifest> chosen,
      Optional<PartCache> near)
      throws IOException {
    this.storage = storage;
    this.output = output;
    this.program = program;
    this.chosen = List.copyOf(chosen);
    this.turn = output.nextTurn(started);
    this.workspace =
        near.isEmpty()
            ? Workspace.of(storage, output, turn.run())
            : Workspace.of(storage, output, turn.run(), near.get());
    this.views = viewsOf(committed, chosen);
  }

  /**
   * Fails if a part that is to be replaced has other bytes than were written. Remote parts are
   * copied first, so that they are read once.
   *
   * @throws StoreException that names one
   */
  void verify() throws IOException {
    if (!workspace.isElsewhere()) {
      output.verifyChecksums(chosen, storage, part -> part);
      return;
    }
    List<View.PartFile> parts = views.stream().flatMap(view -> view.parts().stream()).toList();
    workspace.near().fetch(parts);
    Map<String, String> copies = new HashMap<>();
    parts.forEach(part -> copies.put(part.path(), workspace.near().copy(part).path()));
    output.verifyChecksums(chosen, new LocalStorage(), copies::get);
  }

  /** Its own id. */
  String run() {
    return turn.run();
  }

  /** The rows of the runs that are replaced, without those that other runs replaced. */
  List<View> views() {
    return views;
  }

  /** The rows of some of the committed runs, without those that other runs replaced. */
  static List<View> viewsOf(List<View> committed, List<Manifest> chosen) {
    Set<String> names = new HashSet<>();
    chosen.forEach(manifest -> names.add(manifest.run()));
    return committed.stream()
        .map(
            view ->
                new View(
                    view.schema(),
                    view.parts().stream().filter(part -> names.contains(part.run())).toList(),
                    view.replaced()))
        .toList();
  }

  /** Its folder on a local disk. */
  Workspace workspace() {
    return workspace;
  }

  /** A folder for temporary files. */
  String scratch() {
    return output.staging(turn.run()) + "/decoded";
  }

  /** A folder on a local disk for a table's files. */
  Path folder(TableSchema table) {
    return workspace.folder().resolve("parts").resolve(table.name());
  }

  /**
   * Copies a table's files to their place, and removes them. They have a column with each row's
   * run.
   */
  void add(TableSchema table, List<MergedParts.WrittenFile> parts) throws IOException, SqlFault {
    TableSchema withRun = MergedParts.withRun(table);
    written.add(withRun);
    List<PartMetrics> metrics =
        output.isPublished()
            ? MergedMetrics.of(withRun, parts.stream().map(MergedParts.WrittenFile::path).toList())
            : Collections.nCopies(parts.size(), null);
    for (int i = 0; i < parts.size(); i++) {
      MergedParts.WrittenFile part = parts.get(i);
      String path = output.path() + "/" + Attempt.part(withRun.name(), turn.run(), i, attempt);
      String checksum;
      try (InputStream file = Files.newInputStream(part.path())) {
        checksum = PartFiles.copy(file, storage, path);
      }
      Files.delete(part.path());
      buckets
          .computeIfAbsent(i, bucket -> new ArrayList<>())
          .add(
              new WrittenPart(
                  withRun.name(), path, part.rows(), part.bytes(), checksum, metrics.get(i)));
    }
  }

  /**
   * Commits.
   *
   * @param command that asked for it, for the manifest
   * @param counts for the manifest, in addition to those of rows
   */
  Manifest commit(String command, Map<String, Long> counts) throws IOException {
    List<BucketResult> results = new ArrayList<>();
    buckets.forEach(
        (bucket, parts) ->
            results.add(
                new BucketResult(bucket, parts, List.of(), List.of(), counts(parts), Map.of())));
    RunCommit.commit(storage, output.path(), draft(command, counts), written, results);
    Manifest committed = output.committed(turn);
    abandon();
    return committed;
  }

  private static Map<String, Long> counts(List<WrittenPart> parts) {
    Map<String, Long> counts = new TreeMap<>();
    parts.forEach(part -> counts.put(Count.ofRows(part.table()), part.rows()));
    return counts;
  }

  /** Removes what only the work needed. */
  void abandon() throws IOException {
    storage.delete(output.staging(turn.run()));
  }

  /** Removes what nobody else would. */
  @Override
  public void close() throws IOException {
    workspace.close();
  }

  private Manifest draft(String command, Map<String, Long> counts) {
    Manifest last = chosen.get(chosen.size() - 1);
    return new Manifest(
        turn.number(),
        turn.nonce(),
        turn.run(),
        program,
        started.toString(),
        "",
        List.of(),
        chosen.stream().map(Manifest::run).toList(),
        List.of(),
        counts,
        Map.of(),
        Map.of(Manifest.COMMAND, command),
        last.pipelineSha256(),
        last.privacy(),
        last.keyFingerprint(),
        null,
        null);
  }
}
