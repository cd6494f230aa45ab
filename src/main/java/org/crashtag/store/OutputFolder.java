package org.crashtag.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Storage.Entry;

/**
 * The folder that runs write into.
 *
 * <pre>
 * OUT/TABLE/run=RUN/part-00000.parquet   rows
 * OUT/_runs/RUN.json                     the manifest of a committed run; written last
 * OUT/_runs/lock                         who is writing
 * OUT/_index/run=RUN/00 ... 63, contents    which sources and dumps the run knows
 * OUT/_index/upto=RUN/00 ... 63, contents   the same for many runs
 * OUT/_sql/ENGINE.sql                   statements that define the tables in an engine
 * OUT/_messages/                         texts of drivers' messages, for workers and the next run
 * OUT/_staging/RUN/                      what an uncommitted run has written so far
 * </pre>
 */
public final class OutputFolder {
  /** If there are more runs than this, they share one index. */
  public static final int MOST_UNMERGED = 16;

  private static final String MANIFEST_END = ".json";

  private final Storage storage;
  private final String path;

  public OutputFolder(Storage storage, String path) {
    this.storage = storage;
    this.path = path;
  }

  public String path() {
    return path;
  }

  static String stagingFolder(String output) {
    return output + "/_staging";
  }

  static String stagingFolder(String output, String run) {
    return stagingFolder(output) + "/" + run;
  }

  static String runsFolder(String output) {
    return output + "/_runs";
  }

  static String manifestPath(String output, String run) {
    return runsFolder(output) + "/" + run + MANIFEST_END;
  }

  static String runFolder(String output, String table, String run) {
    return output + "/" + table + "/run=" + run;
  }

  /** The folder of a run's files before its commit. */
  public String staging(String run) {
    return stagingFolder(path, run);
  }

  /** Ids of the committed runs, oldest first. */
  public List<String> runs() throws IOException {
    List<String> runs = new ArrayList<>();
    for (Entry entry : storage.list(runsFolder(path))) {
      String name = name(entry);
      if (name.endsWith(MANIFEST_END)) {
        String run = name.substring(0, name.length() - MANIFEST_END.length());
        if (RunId.isRunId(run)) {
          runs.add(run);
        }
      }
    }
    return runs;
  }

  /**
   * The manifests of the committed runs at one moment, oldest first, even while runs commit. A
   * listing of a folder that changes can have a later file and lack an earlier one. If two listings
   * are equal, none is missing, because manifests stay.
   */
  public List<Manifest> manifests() throws IOException {
    List<String> runs = runs();
    for (List<String> again = runs(); !again.equals(runs); again = runs()) {
      runs = again;
    }
    List<Manifest> manifests = new ArrayList<>();
    for (String run : runs) {
      manifests.add(manifest(run));
    }
    return manifests;
  }

  /** The manifest of a committed run. */
  public Manifest manifest(String run) throws IOException {
    return readManifest(storage, manifestPath(path, run));
  }

  static Manifest readManifest(Storage storage, String path) throws IOException {
    try (InputStream stream = Channels.newInputStream(storage.open(path))) {
      return Manifest.parse(path, stream.readAllBytes());
    }
  }

  /**
   * Locks the folder for a run, so that no other run writes to it.
   *
   * @return releases the lock when closed
   * @throws StoreException if another run holds the lock
   */
  public Closeable lock(Instant now) throws IOException {
    String lock = runsFolder(path) + "/lock";
    ProcessHandle process = ProcessHandle.current();
    String holder = "process " + process.pid() + " on " + hostName() + " since " + now;
    Optional<Closeable> taken = storage.lock(lock, holder);
    if (taken.isPresent()) {
      return taken.get();
    }
    throw new StoreException(path + ": another run is writing here: " + read(lock));
  }

  private String read(String file) throws IOException {
    try (InputStream stream = Channels.newInputStream(storage.open(file))) {
      return new String(stream.readNBytes(200), UTF_8);
    }
  }

  private static String hostName() {
    try {
      return java.net.InetAddress.getLocalHost().getHostName();
    } catch (java.net.UnknownHostException e) {
      return "this host";
    }
  }

  /**
   * Finishes what an earlier run left half committed, and removes what it left uncommitted and what
   * can't be finished any more: its sources are new again. The lock must be held.
   */
  public void recover() throws IOException {
    refuseNewerFormat();
    for (Entry entry : storage.list(stagingFolder(path))) {
      String run = name(entry);
      if (storage.find(RunCommit.commitPath(path, run)).isPresent()
          && RunCommit.canFinish(storage, path, run)) {
        RunCommit.finish(storage, path, run);
      }
      storage.delete(entry.path());
    }
    removeStrayParts();
  }

  /** The latest run was written by a newer program. */
  private void refuseNewerFormat() throws IOException {
    List<String> runs = runs();
    if (!runs.isEmpty()) {
      manifest(runs.get(runs.size() - 1));
    }
  }

  /**
   * Merges the indexes of many runs, so that they are as quick to read as those of few. The lock
   * must be held.
   *
   * @param mostUnmerged the number of runs that may have a separate index
   */
  public void mergeIndex(int mostUnmerged) throws IOException {
    new IndexMerge(storage, path).mergeWhereNeeded(runs(), mostUnmerged);
  }

  /**
   * Reads the whole index.
   *
   * @throws IndexDamageException if it isn't what the committed runs wrote
   */
  public void verifyIndex() throws IOException {
    Index.verify(storage, path, runs());
  }

  /**
   * Rebuilds the index. Call it with the lock held, and only if a run was committed.
   *
   * @param slices what the committed runs know, by slice
   */
  public void replaceIndex(KnownSlices slices) throws IOException {
    List<String> runs = runs();
    new IndexMerge(storage, path).replace(runs.get(runs.size() - 1), slices::of);
  }

  /** What committed runs know, slice by slice. */
  public interface KnownSlices {
    /** In any order; each with the run that wrote it. */
    List<Index.Known> of(int slice) throws IOException;
  }

  /**
   * The parts that should be there and aren't what was written: their paths, and what is wrong.
   *
   * @param manifests of all committed runs
   */
  public List<String> damagedParts(List<Manifest> manifests) throws IOException {
    Set<String> replaced = new HashSet<>();
    manifests.forEach(manifest -> replaced.addAll(manifest.replaces()));
    List<String> damage = new ArrayList<>();
    for (Manifest manifest : manifests) {
      if (!replaced.contains(manifest.run())) {
        for (Manifest.Table table : manifest.tables()) {
          for (Manifest.Part part : table.parts()) {
            RunCommit.damage(storage, path, part).ifPresent(damage::add);
          }
        }
      }
    }
    return damage;
  }

  /**
   * Fails if a part isn't what was written.
   *
   * @throws StoreException that names one, and says how many others there are
   */
  public void verifyParts() throws IOException {
    List<String> damage = damagedParts(manifests());
    if (!damage.isEmpty()) {
      String others = damage.size() == 1 ? "" : ", and " + (damage.size() - 1) + " more";
      throw new StoreException(damage.get(0) + others);
    }
  }

  private void removeStrayParts() throws IOException {
    TreeSet<String> committed = new TreeSet<>(runs());
    for (Entry table : storage.list(path)) {
      String name = name(table);
      if (table.kind() == Storage.Kind.FOLDER && (!name.startsWith("_") || name.equals("_index"))) {
        for (Entry folder : storage.list(table.path())) {
          String run = name(folder);
          if (run.startsWith("run=r")
              && RunId.isRunId(run.substring(4))
              && !committed.contains(run.substring(4))) {
            storage.delete(folder.path());
          }
        }
      }
    }
  }

  private static String name(Entry entry) {
    return entry.path().substring(entry.path().lastIndexOf('/') + 1);
  }

  /**
   * Refuses to mix rows with hashes and rows with values in one output folder, because no query
   * could join them.
   *
   * @param mode hash, keep or drop
   * @throws StoreException if the earlier runs used another mode
   */
  public void refuseOtherPrivacy(String mode) throws IOException {
    List<String> runs = runs();
    if (runs.isEmpty()) {
      return;
    }
    String before = manifest(runs.get(runs.size() - 1)).privacy();
    if (!before.equals(mode)) {
      throw new StoreException(
          path
              + ": its tables were written with --private "
              + before
              + ": keep that mode, or choose another output folder");
    }
  }

  /**
   * Refuses what would hash one value in two ways: such rows can't be joined.
   *
   * @param fingerprint of the key; empty if values aren't hashed
   * @throws StoreException if the runs so far had another key
   */
  public void refuseOtherKey(String fingerprint) throws IOException {
    List<String> runs = runs();
    if (runs.isEmpty() || fingerprint.isEmpty()) {
      return;
    }
    String before = manifest(runs.get(runs.size() - 1)).keyFingerprint();
    if (!before.isEmpty() && !before.equals(fingerprint)) {
      throw new StoreException(
          path
              + ": its private values were hashed with another key, whose fingerprint is "
              + before
              + ", not "
              + fingerprint
              + ": name it with --private-key, or choose another output folder");
    }
  }

  /** The id of a run that begins now. */
  public String nextRun(Instant now) throws IOException {
    List<String> runs = runs();
    return RunId.next(now, runs.isEmpty() ? "" : runs.get(runs.size() - 1));
  }
}
