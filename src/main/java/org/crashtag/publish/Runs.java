package org.crashtag.publish;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.crashtag.sql.RowPositions;
import org.crashtag.sql.View;
import org.crashtag.storage.Storage;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.store.RunMetrics;
import org.crashtag.table.PartMetrics;

/** The committed runs of an output folder, and the statistics of their parts. */
final class Runs {
  private final Storage storage;
  private final String output;
  private final List<Manifest> all;
  private final List<Manifest> live;

  /** By run and by path; those of each run are read once. */
  private final Map<String, Map<String, PartMetrics>> metrics = new HashMap<>();

  /** For each run, the runs whose rows it has. */
  private final Map<String, Set<String>> runsWithin = new HashMap<>();

  /**
   * @param all the manifests, oldest first, at least one
   */
  Runs(Storage storage, String output, List<Manifest> all) {
    this.storage = storage;
    this.output = output;
    this.all = List.copyOf(all);
    this.live = OutputFolder.live(all);
  }

  List<Manifest> all() {
    return all;
  }

  /** The runs whose rows count. */
  List<Manifest> live() {
    return live;
  }

  /** The id of the latest one. */
  String latest() {
    return all.get(all.size() - 1).run();
  }

  /** The runs after one of them; empty if there is no such run. */
  Optional<List<Manifest>> after(String run) {
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).run().equals(run)) {
        return Optional.of(all.subList(i + 1, all.size()));
      }
    }
    return Optional.empty();
  }

  /** Whether a run was committed by another process since this one read the runs. */
  boolean wasCommittedSince(String run) throws IOException {
    return new OutputFolder(storage, output).runs().contains(run);
  }

  /** Finds rows in parts. */
  RowPositions positions() throws IOException {
    return new RowPositions(storage);
  }

  /** A part as a query reads it. */
  View.PartFile file(PartEntry part) {
    List<String> columns = part.isMerged() ? List.of(TableFormat.RUN) : List.of();
    return new View.PartFile(output + "/" + part.part().path(), part.manifest().run(), columns);
  }

  /**
   * The dumps whose rows in a part may have been replaced by later runs. A run that merged parts
   * has left out the rows that had been replaced by then.
   *
   * @param replacing the later runs
   */
  List<Manifest.ReplacedDump> replacedIn(PartEntry part, List<Manifest> replacing) {
    Set<String> within =
        runsWithin.computeIfAbsent(part.manifest().run(), run -> within(part.manifest()));
    int written = all.indexOf(part.manifest());
    return replacing.stream()
        .filter(manifest -> all.indexOf(manifest) > written)
        .flatMap(manifest -> manifest.replacedDumps().stream())
        .filter(dump -> within.contains(dump.run()))
        .toList();
  }

  /** The runs whose rows a run has: itself, or those that it replaces, and so on. */
  private Set<String> within(Manifest run) {
    Set<String> within = new HashSet<>(Set.of(run.run()));
    // A run replaces only earlier ones.
    for (int i = all.size() - 1; i >= 0; i--) {
      if (within.contains(all.get(i).run())) {
        within.addAll(all.get(i).replaces());
      }
    }
    return within;
  }

  /** The statistics of a part; null if none were kept. */
  PartMetrics metrics(PartEntry part) throws IOException {
    Map<String, PartMetrics> ofRun = metrics.get(part.manifest().run());
    if (ofRun == null) {
      ofRun = RunMetrics.read(storage, output, part.manifest());
      metrics.put(part.manifest().run(), ofRun);
    }
    return ofRun.get(part.part().path());
  }
}
