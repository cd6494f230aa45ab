package org.crashtag.publish;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.DeleteFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.crashtag.decode.TableSchema;
import org.crashtag.sql.RowPositions;
import org.crashtag.sql.SqlFault;
import org.crashtag.store.Manifest;

/**
 * Brings the metadata of one table up to date with the manifests, with at most one new snapshot.
 *
 * <p>The property {@code crashtag.run} of a snapshot names the latest run that it contains. Later
 * runs that only add rows are appended. If one of them replaces others, the files of the snapshot
 * are compared with the parts that count.
 */
final class TablePublication {
  static final String RUN_PROPERTY = "crashtag.run";

  private final Runs runs;
  private final Address address;
  private final TableSchema table;
  private final Duration grace;
  private final Map<String, PartEntry> parts = new LinkedHashMap<>();

  /**
   * @param runs the committed runs
   * @param grace how long a snapshot stays after another one replaced it
   */
  TablePublication(Runs runs, Address address, TableSchema table, Duration grace) {
    this.runs = runs;
    this.address = address;
    this.table = table;
    this.grace = grace;
    for (Manifest manifest : runs.live()) {
      for (Manifest.Table written : manifest.tables()) {
        if (written.name().equals(table.name())) {
          add(manifest, written);
        }
      }
    }
  }

  private void add(Manifest manifest, Manifest.Table written) {
    boolean isMerged =
        written.columns().stream().anyMatch(column -> column.name().equals(TableFormat.RUN));
    for (Manifest.Part part : written.parts()) {
      parts.put(address.location() + "/" + part.path(), new PartEntry(manifest, part, isMerged));
    }
  }

  /**
   * What was done.
   *
   * @param isWritten whether there is a new version
   * @param isLost whether another process has written it
   * @param replaced when the oldest snapshot other than the current one was replaced, in
   *     milliseconds since 1970
   */
  record Result(boolean isWritten, boolean isLost, OptionalLong replaced) {}

  /**
   * Publishes.
   *
   * @param isThorough whether the files of the snapshot are always compared
   * @throws DamagedException if the metadata isn't what this program writes
   */
  Result publish(TableFolder folder, boolean isThorough) throws IOException {
    Optional<TableMetadata> before = folder.read();
    return before.isEmpty()
        ? create(folder)
        : publish(folder, before.get(), aligned(before.get()), isThorough);
  }

  private TableMetadata aligned(TableMetadata before) {
    return TableFormat.aligned(before, table, tableLocation());
  }

  private String tableLocation() {
    return address.location() + "/" + table.name();
  }

  /** Publishes a new table in place of the existing metadata, if any. */
  Result create(TableFolder folder) throws IOException {
    return publish(folder, null, TableFormat.create(table, tableLocation()), false);
  }

  private Result publish(
      TableFolder folder, TableMetadata before, TableMetadata start, boolean isThorough)
      throws IOException {
    Draft draft = new Draft(folder.files(), start);
    try {
      change(draft, isThorough);
      expire(draft);
      if (draft.current() == before) {
        folder.mendHint();
        return new Result(false, false, replaced(before));
      }
    } catch (RuntimeException e) {
      folder.files().rethrow();
      throw e;
    }
    TableMetadata written = draft.current();
    if (!folder.write(written)) {
      return new Result(false, true, OptionalLong.empty());
    }
    try {
      folder.sweep(written, grace);
    } catch (RuntimeException e) {
      folder.files().rethrow();
      throw e;
    }
    return new Result(true, false, replaced(written));
  }

  /** Each snapshot replaces the one before, and the last one is the current one. */
  private static OptionalLong replaced(TableMetadata metadata) {
    return metadata.snapshots().stream().skip(1).mapToLong(Snapshot::timestampMillis).min();
  }

  private void change(Draft draft, boolean isThorough) throws IOException {
    Snapshot snapshot = draft.current().currentSnapshot();
    String last = snapshot == null ? "" : snapshot.summary().getOrDefault(RUN_PROPERTY, "");
    Optional<List<Manifest>> later = runs.after(last);
    if (later.isEmpty() && !last.isEmpty() && runs.wasCommittedSince(last)) {
      throw new IOException(
          tableLocation() + ": another process has published a run that this one doesn't know");
    }
    List<Manifest> news = later.orElse(runs.all());
    Changes changes = new Changes();
    if (snapshot == null) {
      changes.added.addAll(parts.keySet());
    } else if (isThorough
        || later.isEmpty()
        || news.stream().anyMatch(manifest -> !manifest.replaces().isEmpty())) {
      compare(draft, snapshot, changes);
    } else {
      parts.forEach(
          (location, part) -> {
            if (news.contains(part.manifest())) {
              changes.added.add(location);
            }
          });
    }
    changes.deletes.addAll(replacedRows(draft, news));
    apply(draft, changes);
  }

  /** What a new snapshot adds and removes, compared with the one before. */
  private static final class Changes {
    private final List<String> added = new ArrayList<>();
    private final List<DataFile> removed = new ArrayList<>();
    private final List<DeleteFile> removedDeletes = new ArrayList<>();
    private final List<DeleteFile> deletes = new ArrayList<>();

    boolean onlyAdd() {
      return removed.isEmpty() && removedDeletes.isEmpty() && deletes.isEmpty();
    }

    boolean onlyRemove() {
      return added.isEmpty() && removedDeletes.isEmpty() && deletes.isEmpty();
    }

    boolean isEmpty() {
      return added.isEmpty() && onlyAdd();
    }
  }

  private void compare(Draft draft, Snapshot snapshot, Changes changes) throws IOException {
    TableMetadata metadata = draft.current();
    Set<String> there = new HashSet<>();
    for (DataFile file : PublishedFiles.data(snapshot, draft.io(), metadata.specsById())) {
      PartEntry part = parts.get(file.location());
      if (part == null
          || part.part().rows() != file.recordCount()
          || part.part().bytes() != file.fileSizeInBytes()
          || !there.add(file.location())) {
        changes.removed.add(file);
      }
    }
    for (DeleteFile file : PublishedFiles.deletes(snapshot, draft.io(), metadata.specsById())) {
      if (file.referencedDataFile() == null || !there.contains(file.referencedDataFile())) {
        changes.removedDeletes.add(file);
      }
    }
    parts.keySet().stream()
        .filter(location -> !there.contains(location))
        .forEach(changes.added::add);
  }

  /** Writes the files with the positions of rows that later runs replaced. */
  private List<DeleteFile> replacedRows(Draft draft, List<Manifest> news) throws IOException {
    List<DeleteFile> deletes = new ArrayList<>();
    List<Manifest> replacing =
        news.stream().filter(manifest -> !manifest.replacedDumps().isEmpty()).toList();
    if (!hasDumps() || replacing.isEmpty()) {
      return deletes;
    }
    try (RowPositions rows = runs.positions()) {
      for (Map.Entry<String, PartEntry> each : parts.entrySet()) {
        PartEntry part = each.getValue();
        List<Manifest.ReplacedDump> dumps = runs.replacedIn(part, replacing);
        if (!dumps.isEmpty()) {
          rows.find(runs.file(part), each.getKey(), dumps)
              .ifPresent(found -> deletes.add(write(draft, part, each.getKey(), found)));
        }
      }
    } catch (SqlFault e) {
      throw new IOException(table.name() + ": " + e.getMessage(), e);
    }
    return deletes;
  }

  /** As in the views: rows of sources stay. */
  private boolean hasDumps() {
    return !table.name().equals("sources")
        && table.columns().stream().anyMatch(column -> column.name().equals("dump_id"));
  }

  private static DeleteFile write(
      Draft draft, PartEntry part, String location, RowPositions.Positions rows) {
    OutputFile file =
        draft.io().newOutputFile(draft.metadataFileLocation(UUID.randomUUID() + ".deletes"));
    try (PositionOutputStream out = file.create()) {
      out.write(rows.bytes());
    } catch (IOException e) {
      throw new RuntimeIOException(e);
    }
    FileMetadata.Builder builder =
        FileMetadata.deleteFileBuilder(part.spec(draft.current()))
            .ofPositionDeletes()
            .withPath(file.location())
            .withFormat(FileFormat.PARQUET)
            .withFileSizeInBytes(rows.bytes().length)
            .withRecordCount(rows.count())
            .withReferencedDataFile(location);
    return part.isMerged()
        ? builder.build()
        : builder.withPartitionPath("run=" + part.manifest().run()).build();
  }

  private void apply(Draft draft, Changes changes) throws IOException {
    if (changes.isEmpty()) {
      return;
    }
    BaseTable iceberg = new BaseTable(draft, table.name(), report -> {});
    SnapshotUpdate<?> update;
    if (isRewrite(changes)) {
      // Deletes of earlier snapshots are known; the merged parts lack those rows.
      RewriteFiles rewrite =
          iceberg.newRewrite().validateFromSnapshot(draft.current().currentSnapshot().snapshotId());
      changes.removed.forEach(rewrite::deleteFile);
      changes.removedDeletes.forEach(rewrite::deleteFile);
      for (String location : changes.added) {
        rewrite.addFile(file(draft, location));
      }
      update = rewrite;
    } else if (changes.onlyRemove()) {
      DeleteFiles delete = iceberg.newDelete();
      changes.removed.forEach(delete::deleteFile);
      update = delete;
    } else if (changes.onlyAdd()) {
      AppendFiles append = iceberg.newAppend();
      for (String location : changes.added) {
        append.appendFile(file(draft, location));
      }
      update = append;
    } else {
      RowDelta delta = iceberg.newRowDelta();
      changes.removed.forEach(delta::removeRows);
      changes.removedDeletes.forEach(delta::removeDeletes);
      for (String location : changes.added) {
        delta.addRows(file(draft, location));
      }
      changes.deletes.forEach(delta::addDeletes);
      update = delta;
    }
    update.set(RUN_PROPERTY, runs.latest());
    update.scanManifestsWith(new CallingThread());
    update.commit();
  }

  /** Whether the rows stay the same: only {@code compact} wrote. */
  private boolean isRewrite(Changes changes) {
    return !changes.added.isEmpty()
        && !changes.removed.isEmpty()
        && changes.deletes.isEmpty()
        && changes.added.stream()
            .allMatch(
                location ->
                    "compact"
                        .equals(parts.get(location).manifest().options().get(Manifest.COMMAND)));
  }

  private DataFile file(Draft draft, String location) throws IOException {
    PartEntry part = parts.get(location);
    return part.file(draft.current(), location, runs.metrics(part));
  }

  private void expire(Draft draft) {
    TableMetadata metadata = draft.current();
    List<Snapshot> snapshots = metadata.snapshots();
    long expired = Instant.now().minus(grace).toEpochMilli();
    Set<Long> ids = new HashSet<>();
    for (int i = 0; i + 1 < snapshots.size(); i++) {
      boolean isOld =
          snapshots.get(i + 1).timestampMillis() <= expired
              || i < snapshots.size() - TableFolder.MOST_VERSIONS;
      if (isOld) {
        ids.add(snapshots.get(i).snapshotId());
      }
    }
    if (!ids.isEmpty()) {
      draft.set(TableMetadata.buildFrom(metadata).removeSnapshots(ids).build());
    }
  }
}
