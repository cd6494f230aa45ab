package org.crashtag.pipeline;

import java.util.List;
import org.crashtag.store.Manifest.ReplacedDump;

/** A dump that is to be decoded, from its best sighting that isn't known to fail. */
final class Candidate {
  private final Task task;
  private int next;

  Candidate(Task task) {
    this.task = task;
  }

  /** Its best sighting that hasn't failed. */
  Sighting sighting() {
    return task.sightings().get(next);
  }

  /** Its best sighting has failed. */
  void fail() {
    next++;
  }

  /** Whether all its sightings have failed. */
  boolean isExhausted() {
    return next == task.sightings().size();
  }

  /** The sightings after the best one. */
  List<Sighting> others() {
    return task.sightings().subList(next + 1, task.sightings().size());
  }

  /** Whether it takes the place of rows of an earlier run. */
  boolean isReplacing() {
    return !task.replacedRun().isEmpty();
  }

  /** The rows whose place it takes. */
  ReplacedDump replaced() {
    return new ReplacedDump(task.replacedRun(), task.first().dumpId());
  }
}
