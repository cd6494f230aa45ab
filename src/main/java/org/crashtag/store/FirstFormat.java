package org.crashtag.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Storage.Entry;

/**
 * Finishes commits that a program of format 1 began. It had moved parts and an index to {@code
 * OUT/_staging/RUN/ready}, written the manifest to {@code OUT/_staging/RUN/commit.json}, and moved
 * some of the tables' folders to their places. What it didn't move is copied.
 */
final class FirstFormat {
  private final Storage storage;
  private final String output;
  private final RunLog log;

  FirstFormat(Storage storage, String output, RunLog log) {
    this.storage = storage;
    this.output = output;
    this.log = log;
  }

  /**
   * Finishes what can be finished. The rest is left: no manifest names it. The lock is held.
   *
   * @throws StoreException if a newer program began a commit in the same way
   */
  void finish() throws IOException {
    for (Entry entry : storage.list(OutputFolder.stagingFolder(output))) {
      String run = OutputFolder.name(entry);
      Optional<Manifest> begun = begun(entry.path() + "/commit.json");
      boolean committed = log.read().runs().stream().anyMatch(other -> other.run().equals(run));
      if (begun.isPresent() && begun.get().run().equals(run) && !committed) {
        finish(begun.get(), entry.path() + "/ready");
      }
    }
  }

  private Optional<Manifest> begun(String path) throws IOException {
    Optional<Storage.Versioned> file = storage.read(path, RunLog.MOST_BYTES);
    try {
      return file.isPresent()
              && ManifestJson.read(path, file.get().bytes()) instanceof Manifest manifest
          ? Optional.of(manifest)
          : Optional.empty();
    } catch (StoreException e) {
      if (e.getCause() == null) {
        throw e;
      }
      // A loss of power cut it: nothing was moved before it was on the disk.
      return Optional.empty();
    }
  }

  private void finish(Manifest begun, String ready) throws IOException {
    List<IndexEntry> index = new ArrayList<>();
    if (!isWhole(begun, ready) || !readIndex(begun.run(), ready, index)) {
      return;
    }
    List<Manifest.Table> tables = new ArrayList<>();
    for (Manifest.Table table : begun.tables()) {
      List<Manifest.Part> parts = new ArrayList<>();
      for (Manifest.Part part : table.parts()) {
        parts.add(finish(begun.run(), table.name(), part, ready));
      }
      tables.add(new Manifest.Table(table.name(), table.columns(), parts));
    }
    Turn turn = log.next(begun.run());
    RunCommit.force(storage, output, tables);
    Manifest.IndexFile file = Index.write(storage, output, begun.run(), Attempt.name(), index);
    storage.force(output);
    log.append(begun.at(turn).with(tables, file, null));
  }

  private boolean isWhole(Manifest begun, String ready) throws IOException {
    for (Manifest.Table table : begun.tables()) {
      for (Manifest.Part part : table.parts()) {
        if (!hasLength(output + "/" + part.path(), part)
            && !hasLength(ready(ready, table.name(), part), part)) {
          return false;
        }
      }
    }
    return true;
  }

  private static String ready(String ready, String table, Manifest.Part part) {
    return ready + "/" + table + part.path().substring(part.path().lastIndexOf('/'));
  }

  private boolean hasLength(String path, Manifest.Part part) throws IOException {
    return storage.find(path).filter(entry -> entry.length() == part.bytes()).isPresent();
  }

  /** Whether the index could be read; then its entries are added. */
  private boolean readIndex(String run, String ready, List<IndexEntry> entries) throws IOException {
    String moved = OutputFolder.indexFolder(output) + "/run=" + run;
    String folder = storage.find(moved).isPresent() ? moved : ready + "/_index";
    try (Slices slices = FolderSlices.open(storage, folder)) {
      for (int slice = 0; slice < IndexEntry.SLICES; slice++) {
        entries.addAll(Index.entries(slices.slice(slice)));
      }
      return true;
    } catch (IndexDamageException e) {
      return false;
    }
  }

  /** Copies a part that wasn't moved; returns what the manifest will say of it. */
  private Manifest.Part finish(String run, String table, Manifest.Part part, String ready)
      throws IOException {
    String path = output + "/" + part.path();
    if (hasLength(path, part)) {
      String checksum = PartFiles.checksum(storage, path);
      return new Manifest.Part(part.path(), part.rows(), part.bytes(), checksum);
    }
    String copy = Attempt.part(table, run, 0, Attempt.name());
    try (InputStream from = Channels.newInputStream(storage.open(ready(ready, table, part)))) {
      String checksum = PartFiles.copy(from, storage, output + "/" + copy);
      return new Manifest.Part(copy, part.rows(), part.bytes(), checksum);
    }
  }
}
