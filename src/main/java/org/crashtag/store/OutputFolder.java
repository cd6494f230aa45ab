package org.crashtag.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Storage.Entry;

/**
 * The folder that runs write into.
 *
 * <pre>
 * OUT/TABLE/run=RUN/part-BUCKET-ATTEMPT.parquet   rows
 * OUT/_runs/NUMBER.json         the manifest of a committed run, written last; or a note
 * OUT/_runs/lock                who is writing
 * OUT/_runs/history-NUMBER-ATTEMPT.gz   copies of all manifests and notes up to a number
 * OUT/_index/RUN-ATTEMPT        which sources and dumps the run knows
 * OUT/_index/upto-NUMBER-ATTEMPT    the same for many runs
 * OUT/_metrics/RUN-ATTEMPT.gz   statistics of the run's parts, if the tables are published
 * OUT/_published/iceberg.json   says that later commits are published, and what was
 * OUT/_sql/ENGINE.sql           statements that define the tables in an engine
 * OUT/_messages/                texts of drivers' messages, for workers and the next run
 * OUT/_staging/                 what a run needs only while it works
 * </pre>
 *
 * <p>Nobody reads a part or an index that no manifest names. In format 1 parts had no attempt, a
 * manifest was {@code _runs/RUN.json}, and an index a folder, {@code _index/run=RUN} or {@code
 * _index/upto=RUN}; such files stay as they are.
 *
 * <p>Not thread-safe.
 */
public final class OutputFolder {
  /** If there are more runs than this, they share one index. */
  public static final int MOST_UNMERGED = 16;

  private static final int MOST_LOCK_BYTES = 10_000;

  private final Storage storage;
  private final String path;
  private final RunLog log;

  /**
   * An output folder, which need not exist yet.
   *
   * @param storage that has the path
   * @param path without a slash at the end
   */
  public OutputFolder(Storage storage, String path) {
    this.storage = storage;
    this.path = path;
    this.log = new RunLog(storage, path);
  }

  /** The path as it was given. */
  public String path() {
    return path;
  }

  static String stagingFolder(String output) {
    return output + "/_staging";
  }

  static String runsFolder(String output) {
    return output + "/_runs";
  }

  static String indexFolder(String output) {
    return output + "/_index";
  }

  /** The file that says that commits are published. Whoever publishes them writes it. */
  public static String publication(String output) {
    return output + "/_published/iceberg.json";
  }

  /** Whether commits are published. */
  public boolean isPublished() throws IOException {
    return storage.find(publication(path)).isPresent();
  }

  /** The last part of an entry's path. */
  static String name(Entry entry) {
    return entry.path().substring(entry.path().lastIndexOf('/') + 1);
  }

  /** The folder of what a run needs only while it works. */
  public String staging(String run) {
    return stagingFolder(path) + "/" + run;
  }

  /** Ids of the committed runs, oldest first. */
  public List<String> runs() throws IOException {
    return manifests().stream().map(Manifest::run).toList();
  }

  /**
   * The manifests of the committed runs at one moment, oldest first, even while runs commit. With
   * the lock held, what this process doesn't know of isn't among them. Runs that others replace
   * lack their tables' columns and parts.
   *
   * @throws StoreException if one can't be read, or has a newer format
   */
  public List<Manifest> manifests() throws IOException {
    return log.read().runs();
  }

  /** The manifest of the latest committed run. */
  public Optional<Manifest> latest() throws IOException {
    List<Manifest> manifests = manifests();
    return manifests.isEmpty()
        ? Optional.empty()
        : Optional.of(manifests.get(manifests.size() - 1));
  }

  /** Of some manifests, oldest first, those whose rows count: no other run replaces them. */
  public static List<Manifest> live(List<Manifest> manifests) {
    return Committed.live(manifests);
  }

  /**
   * Locks the folder for a run, so that no other run writes to it.
   *
   * @return releases the lock when closed
   * @throws StoreException if another run holds the lock
   */
  public Closeable lock(Instant now) throws IOException {
    String lock = runsFolder(path) + "/lock";
    Optional<Closeable> taken = storage.lock(lock, holder() + " since " + now);
    if (taken.isEmpty()) {
      throw new StoreException(path + ": another run is writing here: " + holder(lock));
    }
    Closeable held = taken.get();
    try {
      log.hold();
    } catch (IOException | RuntimeException e) {
      held.close();
      throw e;
    }
    return () -> {
      log.release();
      held.close();
    };
  }

  /** Who has a lock, and when it is free if that process was killed and its storage can't know. */
  private String holder(String lock) throws IOException {
    String holder =
        storage
            .read(lock, MOST_LOCK_BYTES)
            .map(file -> new String(file.bytes(), UTF_8).lines().findFirst().orElse(""))
            .orElse("");
    Optional<Duration> takeover = storage.takeover(lock);
    Optional<Entry> file = takeover.isEmpty() ? Optional.empty() : storage.find(lock);
    if (file.isEmpty()) {
      return holder;
    }
    Instant free =
        Instant.EPOCH
            .plus(file.get().modifiedMicros(), ChronoUnit.MICROS)
            .plus(takeover.get())
            .truncatedTo(ChronoUnit.SECONDS);
    return holder + "; if that process was killed, the folder is free at " + free;
  }

  private static String holder() {
    return "process " + ProcessHandle.current().pid() + " on " + hostName();
  }

  private static String hostName() {
    try {
      return java.net.InetAddress.getLocalHost().getHostName();
    } catch (java.net.UnknownHostException e) {
      return "this host";
    }
  }

  /**
   * Finishes what a program of format 1 left half committed, removes what no manifest names, and
   * checks the length of each part that counts. The lock must be held.
   *
   * <p>What is removed may belong to a run that is only paused, and believes that it holds the
   * lock. So a note takes the number under which it would commit, before anything is removed.
   *
   * @throws StoreException if a part isn't what was written: names one, and says how many others
   *     there are
   */
  public void recover() throws IOException {
    new FirstFormat(storage, path, log).finish();
    OutputWalk walk = OutputWalk.ofAll(storage, path, manifests(), index());
    if (!walk.strays().isEmpty()) {
      log.append(note(LogNote.What.SWEEP, null));
    }
    for (String stray : walk.strays()) {
      storage.delete(stray);
    }
    for (String unfinished : walk.unfinished()) {
      storage.delete(unfinished);
    }
    refuse(walk.damage());
  }

  private LogNote note(LogNote.What what, LogNote.MergedIndex index) throws IOException {
    return new LogNote(
        log.read().last() + 1,
        UUID.randomUUID().toString(),
        what,
        Instant.now().toString(),
        holder(),
        index);
  }

  private static void refuse(List<String> damage) throws StoreException {
    if (!damage.isEmpty()) {
      String others = damage.size() == 1 ? "" : ", and " + (damage.size() - 1) + " more";
      throw new StoreException(damage.get(0) + others);
    }
  }

  /** Which files the index is made of. */
  public IndexSources index() throws IOException {
    return IndexSources.of(storage, path, log.read());
  }

  /**
   * Removes the parts that were replaced by a run that was committed before {@code then}. The lock
   * must be held.
   *
   * @return the runs whose parts were removed, oldest first
   */
  public List<String> removeReplaced(Instant then) throws IOException {
    Set<String> replaced = new HashSet<>();
    for (Manifest manifest : manifests()) {
      if (!Instant.parse(manifest.finished()).isAfter(then)) {
        replaced.addAll(manifest.replaces());
      }
    }
    TreeSet<String> tables = new TreeSet<>();
    for (Manifest manifest : manifests()) {
      if (replaced.contains(manifest.run())) {
        manifest.tables().forEach(table -> tables.add(table.name()));
      }
    }
    TreeSet<String> removed = new TreeSet<>();
    for (String table : tables) {
      for (Entry folder : storage.list(path + "/" + table)) {
        String run = name(folder).startsWith("run=") ? name(folder).substring(4) : "";
        if (replaced.contains(run)) {
          storage.delete(folder.path());
          removed.add(run);
        }
      }
    }
    for (Entry metrics : storage.list(path + "/" + RunMetrics.FOLDER)) {
      if (replaced.contains(RunMetrics.run(name(metrics)))) {
        storage.delete(metrics.path());
      }
    }
    return List.copyOf(removed);
  }

  /**
   * Merges the indexes of many runs, and their manifests, so that they are as quick to read as
   * those of few. The lock must be held.
   *
   * @param mostUnmerged the number of runs that may have a separate index
   * @throws IndexDamageException if the index isn't what the runs wrote
   */
  public void mergeIndex(int mostUnmerged) throws IOException {
    log.consolidate();
    IndexSources sources = index();
    if (sources.own().size() > mostUnmerged) {
      try (OpenIndex index = sources.open(storage, path)) {
        replaceIndex(slice -> index.slice(slice).all());
      }
    }
  }

  /**
   * Makes an index of all committed runs in place of what is there. The lock must be held.
   *
   * @param slices what the committed runs know, by slice
   */
  public void replaceIndex(Index.KnownSlices slices) throws IOException {
    long upto = log.read().last();
    Manifest.IndexFile file = Index.writeMerged(storage, path, upto, slices);
    storage.force(path);
    log.append(note(LogNote.What.INDEX, new LogNote.MergedIndex(upto, file)));
    for (Entry entry : storage.list(indexFolder(path))) {
      if (!entry.path().equals(path + "/" + file.path())) {
        storage.delete(entry.path());
      }
    }
  }

  /**
   * The parts that should be there and aren't as long as they were written: their paths, and what
   * is wrong.
   *
   * @param manifests of all committed runs
   */
  public List<String> damagedParts(List<Manifest> manifests) throws IOException {
    return OutputWalk.ofParts(storage, path, manifests).damage();
  }

  /**
   * Fails if a part isn't as long as it was written.
   *
   * @throws StoreException that names one, and says how many others there are
   */
  public void verifyParts() throws IOException {
    refuse(damagedParts(manifests()));
  }

  /**
   * Fails if a part of some runs has other bytes than were written.
   *
   * @param disk has copies of parts that are elsewhere
   * @param places gives the place of a part on that disk: of a copy, or its own path
   * @throws StoreException that names one
   */
  public void verifyChecksums(List<Manifest> manifests, Storage disk, UnaryOperator<String> places)
      throws IOException {
    for (Manifest manifest : manifests) {
      for (Manifest.Table table : manifest.tables()) {
        for (Manifest.Part part : table.parts()) {
          String own = path + "/" + part.path();
          Optional<String> damage = Verification.damage(disk, places.apply(own), own, part);
          if (damage.isPresent()) {
            throw new StoreException(damage.get());
          }
        }
      }
    }
  }

  /**
   * Refuses to mix rows with hashes and rows with values in one output folder, because no query
   * could join them.
   *
   * @param mode hash, keep or drop
   * @throws StoreException if the earlier runs used another mode
   */
  public void refuseOtherPrivacy(String mode) throws IOException {
    Optional<Manifest> latest = latest();
    if (latest.isEmpty()) {
      return;
    }
    String before = latest.get().privacy();
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
    Optional<Manifest> latest = latest();
    if (latest.isEmpty() || fingerprint.isEmpty()) {
      return;
    }
    String before = latest.get().keyFingerprint();
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

  /** The turn of a run that begins now. The lock must be held, unless it will not commit. */
  public Turn nextTurn(Instant now) throws IOException {
    return log.next(RunId.next(now, latest().map(Manifest::run).orElse("")));
  }

  /**
   * Why something failed that needs the lock: if another process wrote here since this one took it,
   * that; otherwise the fault itself.
   */
  public IOException explained(IOException fault) {
    return log.explained(fault);
  }

  /**
   * Takes note of a run that was committed, by this process or a worker. The lock must be held.
   *
   * @throws StoreException if it was not committed
   */
  public Manifest committed(Turn turn) throws IOException {
    Manifest manifest =
        log.written(turn)
            .orElseThrow(
                () -> new StoreException(path + ": the run " + turn.run() + " isn't committed"));
    log.appended(manifest);
    return manifest;
  }
}
