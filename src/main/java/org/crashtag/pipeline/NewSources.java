package org.crashtag.pipeline;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.crashtag.source.SourceFile;
import org.crashtag.source.SourceLister;
import org.crashtag.storage.Storage;
import org.crashtag.store.Count;
import org.crashtag.store.Index;
import org.crashtag.store.IndexEntry;
import org.crashtag.store.Manifest;
import org.crashtag.store.OpenIndex;
import org.crashtag.store.OutputFolder;

/**
 * What of an archive no committed run knows, dealt into batches. The listing is in files, one for
 * each slice of the index, so that memory holds one slice, however large the archive is. The order
 * is the same in each run over the same archive: what a killed run had committed is the beginning
 * of what the next one would do.
 */
final class NewSources {
  private final Storage storage;
  private final OutputFolder output;
  private final String folder;
  private final String program;
  private final List<SourceLister.Problem> problems = new ArrayList<>();
  private final Map<String, Manifest> runs = new HashMap<>();
  private long listed;
  private long unchanged;
  private long fresh;
  private int batches;

  /**
   * @param folder for the lists
   * @param program this program's version
   */
  NewSources(Storage storage, OutputFolder output, String folder, String program) {
    this.storage = storage;
    this.output = output;
    this.folder = folder;
    this.program = program;
  }

  /** Something that can be repeated. */
  interface Action {
    void run() throws IOException;
  }

  /** Does a step, and mends what keeps it from being done. */
  interface Mender {
    void mend(Action step) throws IOException;
  }

  /**
   * Lists the archive and compares it with the index.
   *
   * @param patience which files are left to a later run
   * @param mender does the comparison
   * @param stops whether all is left to a later run; asked before each file is noted
   * @return what is said of that in the first batch's manifest
   * @throws StoppedException if it is
   */
  Map<String, Long> find(
      RunOptions.Reading reading, Patience patience, Mender mender, BooleanSupplier stops)
      throws IOException {
    Stopwatch listing = new Stopwatch();
    patience.begin();
    list(reading.sources(), reading.links() == RunOptions.Links.FOLLOW, patience, stops);
    Duration listed = listing.elapsed();
    Stopwatch comparing = new Stopwatch();
    mender.mend(() -> compare(reading.batch(), patience, stops));
    Map<String, Long> found = new TreeMap<>();
    found.put(Count.SOURCES_LISTED.label(), this.listed);
    found.put(Count.SOURCES_UNCHANGED.label(), unchanged);
    if (patience.young() > 0) {
      found.put(Count.SOURCES_YOUNG.label(), patience.young());
    }
    found.put(Count.MILLIS_LIST.label(), listed.toMillis());
    found.put(Count.MILLIS_COMPARE.label(), comparing.elapsed().toMillis());
    return found;
  }

  /** Lists what is settled. A killed run's remains are gone, but a session's last list isn't. */
  private void list(List<String> sources, boolean follow, Patience patience, BooleanSupplier stops)
      throws IOException {
    storage.delete(folder);
    try (SourceList all = new SourceList(storage, folder + "/all")) {
      SourceLister lister =
          new SourceLister(
              storage,
              file -> {
                try {
                  StoppedException.check(stops);
                  if (!patience.isSettled(file)) {
                    return;
                  }
                  all.add(IndexEntry.ofSource(file, IndexEntry.Kind.SOURCE).slice(), file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              problems::add,
              Optional.of(output.path()),
              follow);
      for (String source : sources) {
        lister.add(source);
      }
      listed = all.count();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Leaves out what committed runs know. If this throws, it can be repeated.
   *
   * @param batch most sources of a batch
   * @param patience which files are left to a later run
   * @param stops whether all is left to a later run
   * @throws StoppedException if it is
   * @throws org.crashtag.store.IndexDamageException if the index isn't what the runs wrote
   */
  private void compare(int batch, Patience patience, BooleanSupplier stops) throws IOException {
    storage.delete(folder + "/new");
    unchanged = 0;
    fresh = 0;
    batches = 0;
    try (OpenIndex known = output.index().open(storage, output.path());
        Batches dealt = new Batches(batch)) {
      for (int slice = 0; slice < IndexEntry.SLICES; slice++) {
        StoppedException.check(stops);
        Index index = known.slice(slice);
        SourceList.each(
            storage,
            folder + "/all",
            slice,
            file -> {
              IndexEntry source = IndexEntry.ofSource(file, IndexEntry.Kind.SOURCE);
              if (isUnchanged(index, source, patience)) {
                unchanged++;
              } else {
                dealt.add(file);
              }
            });
      }
    }
    storage.delete(folder + "/all");
  }

  /** Another version of the program may be able to use what an earlier one rejected. */
  private boolean isUnchanged(Index index, IndexEntry source, Patience patience)
      throws IOException {
    Optional<Index.Known> known = index.find(source);
    if (known.isEmpty()) {
      return false;
    }
    return switch (known.get().entry().kind()) {
      case SOURCE -> true;
      case REJECTED_SOURCE ->
          run(known.get()).filter(run -> run.program().equals(program)).isPresent();
      case UNREAD_SOURCE ->
          run(known.get())
              .filter(run -> !patience.isRetried(Instant.parse(run.finished())))
              .isPresent();
      case DUMP, PARTIAL_DUMP, CUT_DUMP -> false;
    };
  }

  /** The run that wrote an entry. */
  private Optional<Manifest> run(Index.Known known) throws IOException {
    if (runs.isEmpty()) {
      output.manifests().forEach(manifest -> runs.put(manifest.run(), manifest));
    }
    return Optional.ofNullable(runs.get(known.run()));
  }

  /** One file a batch. */
  private final class Batches implements Closeable {
    private final int most;
    private SourceList current = new SourceList(storage, folder + "/new");

    Batches(int most) {
      this.most = most;
    }

    void add(SourceFile file) throws IOException {
      if (current.count() == most) {
        close();
        current = new SourceList(storage, folder + "/new");
        batches++;
      }
      current.add(batches, file);
      fresh++;
    }

    @Override
    public void close() throws IOException {
      current.close();
    }
  }

  /** Files that were listed. */
  long listed() {
    return listed;
  }

  /** Of these, the files that committed runs know. */
  long unchanged() {
    return unchanged;
  }

  /** Of these, the files that they don't. */
  long fresh() {
    return fresh;
  }

  /** How many batches the new ones make. */
  int batches() {
    return fresh == 0 ? 0 : batches + 1;
  }

  /** What was named and led nowhere. */
  List<SourceLister.Problem> problems() {
    return List.copyOf(problems);
  }

  /** Visits the sources of a batch, in their order. */
  void each(int number, NumberedFiles.Visitor<SourceFile> visitor) throws IOException {
    SourceList.each(storage, folder + "/new", number, visitor);
  }
}
