package org.crashtag.pipeline;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.crashtag.source.SourceLister;
import org.crashtag.storage.Storage;
import org.crashtag.store.CommitListener;
import org.crashtag.store.Count;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;

/** One run: lists the sources, runs the pipeline over them, commits. */
public final class CrashRun {
  private static final int LEAST_BUCKETS = 8;
  private static final int MOST_BUCKETS = 64;
  private static final int SOURCES_PER_BUCKET = 2_000;

  private final StorageFactory storages;
  private final String program;
  private final CommitListener listener;
  private final Runners runners;
  private final int mostUnmerged;

  /**
   * @param program this program's version
   * @param listener is notified of each batch's commit
   */
  public CrashRun(StorageFactory storages, String program, CommitListener listener) {
    this(storages, program, listener, CrashRun::runner, OutputFolder.MOST_UNMERGED);
  }

  /**
   * @param mostUnmerged runs that may have an index of their own
   */
  CrashRun(
      StorageFactory storages,
      String program,
      CommitListener listener,
      Runners runners,
      int mostUnmerged) {
    this.storages = storages;
    this.program = program;
    this.listener = listener;
    this.runners = runners;
    this.mostUnmerged = mostUnmerged;
  }

  /** Gives the runner that Beam's options choose. */
  interface Runners {
    Runner of(List<String> beamOptions);
  }

  /** One of Beam's runners, by its options. */
  static Runner runner(List<String> beamOptions) {
    return new BeamOptions(beamOptions).toRunner();
  }

  /**
   * What a run did.
   *
   * @param manifests of the committed batches; empty if there was nothing new
   * @param problems what was named and led nowhere
   * @param sources files that were listed
   * @param unchanged of these, the files that earlier runs know
   * @param found what listing and comparing counted
   * @param notes what was mended, each in one line
   */
  public record Result(
      List<Manifest> manifests,
      List<SourceLister.Problem> problems,
      long sources,
      long unchanged,
      Map<String, Long> found,
      List<String> notes) {
    public Result {
      notes = List.copyOf(notes);
      manifests = List.copyOf(manifests);
      problems = List.copyOf(problems);
      found = Map.copyOf(found);
    }

    /** The manifest of the last batch, or empty if nothing was new. */
    public Optional<Manifest> manifest() {
      return manifests.isEmpty()
          ? Optional.empty()
          : Optional.of(manifests.get(manifests.size() - 1));
    }

    /** The counts of all batches together, or of listing and comparing if there was no batch. */
    public Map<String, Long> counts() {
      return manifests.isEmpty() ? new TreeMap<>(found) : sum(Manifest::counts);
    }

    /**
     * Whether a name led to a failure, or none led to a file. A pattern that matches nothing is no
     * failure as long as another one matches.
     */
    public boolean hasFailedNames() {
      return problems.stream().anyMatch(problem -> sources == 0 || !problem.matchesNothing());
    }

    /**
     * Whether all files are new and readable, none is left to a later run, and none of them has a
     * dump, not even a bad one.
     */
    public boolean hasNoDump() {
      Map<String, Long> counts = counts();
      return unchanged == 0
          && Stream.of(Outcome.DECODED, Outcome.KNOWN, Outcome.DUPLICATE, Outcome.REJECTED)
              .noneMatch(outcome -> outcome.count().in(counts) > 0)
          && Count.SOURCES_UNREADABLE.in(counts) == 0
          && Count.SOURCES_YOUNG.in(counts) == 0;
    }

    /** How often each reason was given for a reject. */
    public Map<String, Long> rejects() {
      return sum(Manifest::rejects);
    }

    private Map<String, Long> sum(Function<Manifest, Map<String, Long>> part) {
      Map<String, Long> sums = new TreeMap<>();
      for (Manifest manifest : manifests) {
        part.apply(manifest).forEach((name, count) -> sums.merge(name, count, Long::sum));
      }
      return sums;
    }

    /** The rows of each table, in the tables' order. */
    public Map<String, Long> rows() {
      Map<String, Long> rows = new LinkedHashMap<>();
      for (Manifest manifest : manifests) {
        manifest.tables().forEach(table -> rows.merge(table.name(), table.rows(), Long::sum));
      }
      return rows;
    }
  }

  /**
   * Runs, batch by batch, until nothing is new.
   *
   * @param watcher hears of the run's progress object as soon as there is one
   * @throws IOException where the rest was not committed, with the reason
   */
  public Result run(RunOptions options, Consumer<Progress> watcher) throws IOException {
    return run(options, Patience.NONE, watcher);
  }

  /**
   * Runs, batch by batch, until nothing is new.
   *
   * @param patience which files are left to a later run
   * @param watcher hears of the run's progress object as soon as there is one
   * @throws IOException where the rest was not committed, with the reason
   */
  public Result run(RunOptions options, Patience patience, Consumer<Progress> watcher)
      throws IOException {
    try (RunSession session = open(options)) {
      return session.run(patience, watcher, () -> false);
    }
  }

  /**
   * Takes the output folder's lock for any number of runs.
   *
   * @throws IOException if the folder is in use, damaged, or has rows of another kind
   */
  public RunSession open(RunOptions options) throws IOException {
    return RunSession.open(storages, program, listener, runners, mostUnmerged, options);
  }

  /** What a run would do: lists and compares, and writes only below {@code scratch}. */
  public Result look(RunOptions options, Patience patience, String scratch) throws IOException {
    Storage storage = storages.get();
    OutputFolder output = new OutputFolder(storage, options.output());
    output.refuseOtherPrivacy(options.privacy().mode().label());
    output.refuseOtherKey(options.privacy().keyFingerprint());
    output.verifyParts();
    NewSources sources = new NewSources(storage, output, scratch, program);
    Map<String, Long> found =
        sources.find(options.reading(), patience, compare -> compare.run(), () -> false);
    return new Result(
        List.of(), sources.problems(), sources.listed(), sources.unchanged(), found, List.of());
  }

  /** By the number of sources, not of cores: the tables' files don't depend on the machine. */
  static int buckets(RunOptions options, long sources) {
    if (options.writing().buckets() > 0) {
      return options.writing().buckets();
    }
    return (int) Math.max(LEAST_BUCKETS, Math.min(MOST_BUCKETS, sources / SOURCES_PER_BUCKET));
  }

  /** The name of a run's job on the pages of the engine. */
  static String job(String run) {
    return "crashtag-" + run.toLowerCase(Locale.ROOT);
  }
}
