package org.crashtag.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Storage.Entry;

/**
 * One walk over an output folder, which compares what is there with what the manifests name. What
 * isn't of this program is left alone: only folders {@code TABLE/run=RUN} and the program's own
 * folders are looked into.
 */
final class OutputWalk implements Storage.Visitor {
  private static final Pattern PART = Pattern.compile("part-.*\\.parquet");
  private static final String INDEX = "_index";
  private static final String STAGING = "_staging";

  private final String output;
  private final boolean sweeps;

  /** Names below {@code _index} that are in use. */
  private final Set<String> index = new HashSet<>();

  private final Set<String> committed = new HashSet<>();
  private final List<Manifest> live;

  /** The lengths of the parts that count, by path below the output folder; -1 until one is met. */
  private final Map<String, Long> lengths = new HashMap<>();

  private final Set<String> liveRuns = new HashSet<>();
  private final List<String> strays = new ArrayList<>();
  private final List<String> unfinished = new ArrayList<>();

  private OutputWalk(String output, List<Manifest> runs, boolean sweeps) {
    this.output = output;
    this.sweeps = sweeps;
    this.live = Committed.live(runs);
    runs.forEach(run -> committed.add(run.run()));
    for (Manifest run : live) {
      liveRuns.add(run.run());
      run.tables().forEach(table -> table.parts().forEach(part -> lengths.put(part.path(), -1L)));
    }
  }

  /** Looks at the parts that count. */
  static OutputWalk ofParts(Storage storage, String output, List<Manifest> runs)
      throws IOException {
    OutputWalk walk = new OutputWalk(output, runs, false);
    storage.walk(output, Integer.MAX_VALUE, walk);
    return walk;
  }

  /** Looks at everything. */
  static OutputWalk ofAll(Storage storage, String output, List<Manifest> runs, IndexSources sources)
      throws IOException {
    OutputWalk walk = new OutputWalk(output, runs, true);
    if (sources.merged() != null) {
      walk.index.add(sources.merged().path());
    }
    sources.own().forEach(own -> walk.index.add(own.path()));
    storage.walk(output, Integer.MAX_VALUE, walk);
    return walk;
  }

  private String[] steps(Entry entry) {
    return below(entry).split("/", -1);
  }

  private String below(Entry entry) {
    return entry.path().substring(output.length() + 1);
  }

  @Override
  public boolean enters(Entry folder) {
    String[] steps = steps(folder);
    if (folder.kind() != Storage.Kind.FOLDER || steps.length > 2) {
      return false;
    }
    if (steps[0].startsWith("_")) {
      if (steps.length == 2) {
        own(steps[0], folder);
      }
      return sweeps && steps.length == 1;
    }
    return steps.length == 1 || entersRun(folder, steps[1]);
  }

  private boolean entersRun(Entry folder, String name) {
    String run = name.startsWith("run=") ? name.substring(4) : "";
    if (sweeps && RunId.isRunId(run) && !committed.contains(run)) {
      strays.add(folder.path());
    }
    return liveRuns.contains(run);
  }

  @Override
  public void visit(Entry file) {
    String[] steps = steps(file);
    if (steps.length == 2) {
      own(steps[0], file);
    } else if (steps.length == 3
        && lengths.computeIfPresent(below(file), (path, none) -> file.length()) == null
        && sweeps
        && PART.matcher(steps[2]).matches()) {
      strays.add(file.path());
    }
  }

  /** What is in one of the program's own folders. */
  private void own(String folder, Entry entry) {
    if (folder.equals(STAGING)
        || (folder.equals(INDEX) && !index.contains(below(entry)))
        || (folder.equals(RunMetrics.FOLDER)
            && !committed.contains(RunMetrics.run(OutputFolder.name(entry))))) {
      strays.add(entry.path());
    } else if (folder.startsWith("_") && OutputFolder.name(entry).startsWith(Storage.UNFINISHED)) {
      unfinished.add(entry.path());
    }
  }

  /** What no manifest names and no committed run needs, with its path. */
  List<String> strays() {
    return strays;
  }

  /** What a killed process left of a file that was to be whole. */
  List<String> unfinished() {
    return unfinished;
  }

  /** The parts that count and aren't what was written: their paths, and what is wrong. */
  List<String> damage() {
    List<String> damage = new ArrayList<>();
    for (Manifest run : live) {
      for (Manifest.Table table : run.tables()) {
        for (Manifest.Part part : table.parts()) {
          long there = lengths.get(part.path());
          if (there != part.bytes()) {
            String found = there < 0 ? "missing" : there + " bytes";
            damage.add(
                output
                    + "/"
                    + part.path()
                    + ": "
                    + found
                    + " instead of "
                    + part.bytes()
                    + " bytes");
          }
        }
      }
    }
    return damage;
  }
}
