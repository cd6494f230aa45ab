package org.crashtag.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is committed in an output folder at one moment. */
final class Committed {
  private final List<Manifest> runs;
  private final long last;
  private final Optional<LogNote.MergedIndex> merged;
  private final boolean marked;

  private Committed(
      List<Manifest> runs, long last, Optional<LogNote.MergedIndex> merged, boolean marked) {
    this.runs = List.copyOf(runs);
    this.last = last;
    this.merged = merged;
    this.marked = marked;
  }

  /**
   * What a folder's files say.
   *
   * @param unnumbered manifests of format 1, oldest first
   * @param numbered entries, by number
   * @param marked whether programs that know only format 1 are kept out
   */
  static Committed of(List<Manifest> unnumbered, List<LogEntry> numbered, boolean marked) {
    List<Manifest> runs = new ArrayList<>(unnumbered);
    Optional<LogNote.MergedIndex> merged = Optional.empty();
    long last = 0;
    for (LogEntry entry : numbered) {
      last = entry.number();
      if (entry instanceof Manifest manifest) {
        runs.add(manifest);
      } else if (entry instanceof LogNote note && note.index() != null) {
        merged = Optional.of(note.index());
      }
    }
    return new Committed(runs, last, merged, marked);
  }

  /** With one entry more, which is the latest. */
  Committed with(LogEntry entry) {
    Committed one = of(List.of(), List.of(entry), marked);
    Set<String> replaced = new HashSet<>();
    one.runs.forEach(manifest -> replaced.addAll(manifest.replaces()));
    List<Manifest> all = new ArrayList<>();
    runs.forEach(manifest -> all.add((Manifest) trimmed(manifest, replaced)));
    all.addAll(one.runs);
    return new Committed(all, one.last, one.merged.isPresent() ? one.merged : merged, marked);
  }

  /** An entry without what nobody needs of a run that another one replaces. */
  static LogEntry trimmed(LogEntry entry, Set<String> replaced) {
    return entry instanceof Manifest manifest && replaced.contains(manifest.run())
        ? manifest.withoutParts()
        : entry;
  }

  /** The runs, oldest first; those that others replace lack their columns and parts. */
  List<Manifest> runs() {
    return runs;
  }

  /** The runs whose rows count: no other run replaces them. */
  static List<Manifest> live(List<Manifest> runs) {
    Set<String> replaced = new HashSet<>();
    runs.forEach(manifest -> replaced.addAll(manifest.replaces()));
    return runs.stream().filter(manifest -> !replaced.contains(manifest.run())).toList();
  }

  /** The number of the latest entry; 0 if there is none. */
  long last() {
    return last;
  }

  /** The index of many runs; empty if none was merged since format 1. */
  Optional<LogNote.MergedIndex> merged() {
    return merged;
  }

  /** Whether programs that know only format 1 are kept out. */
  boolean isMarked() {
    return marked;
  }
}
