package org.crashtag.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Storage.Entry;

/**
 * The numbered files of {@code _runs}, and the manifests of format 1 before them. Files are only
 * ever added. A file's name is its number alone, because the creation of a file is what only one of
 * several processes can do.
 */
final class RunLog {
  /** Tells programs that know only format 1 to keep out: to them it is the latest manifest. */
  static final String MARKER = "r99991231T235959999Z.json";

  private static final Pattern NUMBERED = Pattern.compile("[0-9]{8,18}\\.json");
  private static final Pattern UNNUMBERED = Pattern.compile(RunId.SHAPE.pattern() + "\\.json");
  private static final String MANIFEST_END = ".json";

  /** Entries that may have to be read one by one. */
  static final int MOST_APART = 64;

  static final int MOST_BYTES = 256 << 20;

  private final Storage storage;
  private final String output;
  private final Map<String, LogEntry> known = new HashMap<>();

  /** The number up to which a file has copies of all entries. */
  private long covered;

  /** Set while this process holds the lock. */
  private Committed held;

  /** Distinguishes this process's entries from those of others. */
  private final Set<String> nonces = new HashSet<>();

  RunLog(Storage storage, String output) {
    this.storage = storage;
    this.output = output;
  }

  static String path(String output, long number) {
    String digits = Long.toString(number);
    return OutputFolder.runsFolder(output)
        + "/"
        + "0".repeat(Math.max(0, 8 - digits.length()))
        + digits
        + MANIFEST_END;
  }

  /** What is committed: now, or as far as this process knows while it holds the lock. */
  Committed read() throws IOException {
    return held == null ? load() : held;
  }

  /**
   * Reads what is committed and then only adds to it what this process commits. Call it with the
   * lock held: what another process may commit from now on makes this one fail.
   */
  void hold() throws IOException {
    held = load();
    if (!held.isMarked()) {
      String about =
          "{\"format\": 2, \"about\": \"Manifests of format 2 are numbered. This file keeps programs"
              + " out that know only format 1.\"}\n";
      storage.createOnce(
          OutputFolder.runsFolder(output) + "/" + MARKER,
          about.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  /** Reads again from now on. */
  void release() {
    held = null;
  }

  /**
   * A listing of a folder that changes can have a later file and lack an earlier one. If two
   * listings are equal, none is missing, because files stay.
   */
  private Committed load() throws IOException {
    List<String> names = names();
    for (List<String> again = names(); !again.equals(names); again = names()) {
      names = again;
    }
    readHistory(names);
    // The latest first: it tells which earlier ones are replaced and need not stay as a whole.
    Set<String> replaced = new HashSet<>();
    List<LogEntry> numbered = new ArrayList<>();
    for (String name : reversed(names, NUMBERED)) {
      LogEntry entry = entry(name, replaced);
      if (!path(output, entry.number()).endsWith("/" + name)) {
        throw new StoreException(
            OutputFolder.runsFolder(output) + "/" + name + ": not a manifest of this number");
      }
      numbered.add(entry);
    }
    List<Manifest> unnumbered = new ArrayList<>();
    for (String name : reversed(names, UNNUMBERED)) {
      if (!name.equals(MARKER) && entry(name, replaced) instanceof Manifest manifest) {
        unnumbered.add(manifest);
      }
    }
    Collections.reverse(numbered);
    Collections.reverse(unnumbered);
    return Committed.of(unnumbered, numbered, names.contains(MARKER));
  }

  private static List<String> reversed(List<String> names, Pattern pattern) {
    return names.stream()
        .filter(name -> pattern.matcher(name).matches())
        .sorted(
            Comparator.comparingInt(String::length)
                .thenComparing(Comparator.naturalOrder())
                .reversed())
        .toList();
  }

  private List<String> names() throws IOException {
    return storage.list(OutputFolder.runsFolder(output)).stream()
        .map(OutputFolder::name)
        .filter(
            name ->
                NUMBERED.matcher(name).matches()
                    || UNNUMBERED.matcher(name).matches()
                    || RunHistory.upto(name).isPresent())
        .toList();
  }

  /** Each file is read once: none ever changes. */
  private LogEntry entry(String name, Set<String> replaced) throws IOException {
    LogEntry entry = known.get(name);
    if (entry == null) {
      entry = read(OutputFolder.runsFolder(output) + "/" + name);
    }
    if (entry instanceof Manifest manifest) {
      replaced.addAll(manifest.replaces());
      if (replaced.contains(manifest.run())) {
        entry = manifest.withoutParts();
      }
    }
    known.put(name, entry);
    return entry;
  }

  private void readHistory(List<String> names) throws IOException {
    Optional<String> latest =
        names.stream()
            .filter(name -> RunHistory.upto(name).isPresent())
            .max(Comparator.comparing(name -> RunHistory.upto(name).orElseThrow()));
    covered = latest.flatMap(RunHistory::upto).orElse(0L);
    if (latest.isPresent() && known.isEmpty()) {
      String path = OutputFolder.runsFolder(output) + "/" + latest.get();
      known.putAll(RunHistory.read(storage, path));
      covered = known.isEmpty() ? 0 : covered;
    }
  }

  /** Copies all entries to one file if many aren't in one. The lock is held. */
  void consolidate() throws IOException {
    long last = read().last();
    if (last - covered < MOST_APART) {
      return;
    }
    Optional<String> written = RunHistory.write(storage, output, last, new TreeMap<>(known));
    for (Entry entry : storage.list(OutputFolder.runsFolder(output))) {
      String name = OutputFolder.name(entry);
      if (RunHistory.upto(name).isPresent() && !Optional.of(name).equals(written)) {
        storage.delete(entry.path());
      }
    }
    covered = last;
  }

  private LogEntry read(String path) throws IOException {
    return find(path)
        .orElseThrow(
            () -> new StoreException(path + ": the file was removed while it was being used"));
  }

  private Optional<LogEntry> find(String path) throws IOException {
    Optional<Storage.Versioned> file = storage.read(path, MOST_BYTES);
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(ManifestJson.read(path, file.get().bytes()));
  }

  /** The turn of a run that begins now; the lock is held. */
  Turn next(String run) throws IOException {
    Turn turn = Turn.of(read().last() + 1, run);
    nonces.add(turn.nonce());
    return turn;
  }

  /**
   * Adds an entry of the next number.
   *
   * @throws StoreException if another process wrote since this one took the lock
   */
  void append(LogEntry entry) throws IOException {
    nonces.add(entry.nonce());
    add(storage, output, entry);
    appended(entry);
  }

  /** Takes note of an entry that another process of this run has written. */
  void appended(LogEntry entry) throws IOException {
    held = read().with(entry);
    String path = path(output, entry.number());
    known.put(path.substring(path.lastIndexOf('/') + 1), entry);
    if (entry instanceof Manifest manifest && !manifest.replaces().isEmpty()) {
      Set<String> replaced = Set.copyOf(manifest.replaces());
      known.replaceAll((name, earlier) -> Committed.trimmed(earlier, replaced));
    }
  }

  /**
   * Writes an entry.
   *
   * @return what is there now: the entry, or that of an earlier attempt of the same turn
   * @throws StoreException if another process has taken the number
   */
  static LogEntry add(Storage storage, String output, LogEntry entry) throws IOException {
    String path = path(output, entry.number());
    RunLog log = new RunLog(storage, output);
    try {
      if (storage.createOnce(path, entry.toJson())) {
        return entry;
      }
    } catch (IOException e) {
      // It may be there: the answer can be lost.
      Optional<LogEntry> there = log.ifThere(path, e);
      if (there.isPresent() && there.get().nonce().equals(entry.nonce())) {
        return there.get();
      }
      throw e;
    }
    LogEntry there = log.read(path);
    if (there.nonce().equals(entry.nonce())) {
      return there;
    }
    throw lost(output, path, there);
  }

  /**
   * Why something failed: if another process wrote since this one took the lock, it may have
   * removed what this one needs.
   */
  IOException explained(IOException fault) {
    if (fault instanceof StoreException || held == null) {
      return fault;
    }
    String path = path(output, held.last() + 1);
    Optional<LogEntry> there = ifThere(path, fault);
    if (there.isEmpty() || nonces.contains(there.get().nonce())) {
      return fault;
    }
    StoreException lost = lost(output, path, there.get());
    lost.addSuppressed(fault);
    return lost;
  }

  private static StoreException lost(String output, String path, LogEntry there) {
    return new StoreException(
        output
            + ": another process wrote here since this one began, so nothing more is committed: "
            + path
            + words(there));
  }

  private Optional<LogEntry> ifThere(String path, IOException fault) {
    try {
      return find(path);
    } catch (IOException e) {
      fault.addSuppressed(e);
      return Optional.empty();
    }
  }

  /**
   * The manifest of a turn, if it was written.
   *
   * @throws StoreException if another process has taken the number
   */
  Optional<Manifest> written(Turn turn) throws IOException {
    String path = path(output, turn.number());
    Optional<LogEntry> there = find(path);
    if (there.isEmpty()) {
      return Optional.empty();
    }
    if (there.get() instanceof Manifest manifest && manifest.nonce().equals(turn.nonce())) {
      return Optional.of(manifest);
    }
    throw lost(output, path, there.get());
  }

  private static String words(LogEntry entry) {
    return entry instanceof LogNote note
        ? " is a note of " + note.holder()
        : " is the run " + ((Manifest) entry).run();
  }
}
