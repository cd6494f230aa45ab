package org.crashtag.pipeline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The work for one dump, or for a source that isn't a dump.
 *
 * @param sightings the sightings of the dump, best first; or the single source
 * @param known whether an earlier run contains everything that these sightings contain
 * @param replacedRun the run whose rows of this dump no longer count; usually empty
 */
record Task(List<Sighting> sightings, boolean known, String replacedRun) {
  /** Orders tasks by the place of the best sighting, so that rows always have the same order. */
  static final Comparator<Task> BY_PLACE = Comparator.comparing(Task::first, Sighting.BY_PLACE);

  Task {
    sightings = List.copyOf(sightings);
  }

  Sighting first() {
    return sightings.get(0);
  }

  /** The bucket depends on the unit, so that no archive is opened by two workers. */
  int bucket(int buckets) {
    return Math.floorMod(first().unit().hashCode(), buckets);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(sightings.size());
    for (Sighting sighting : sightings) {
      sighting.write(out);
    }
    out.writeBoolean(known);
    out.writeUTF(replacedRun);
  }

  static Task read(DataInput in) throws IOException {
    int count = in.readInt();
    List<Sighting> sightings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      sightings.add(Sighting.read(in));
    }
    return new Task(sightings, in.readBoolean(), in.readUTF());
  }
}
