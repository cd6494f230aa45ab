package org.crashtag.pipeline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is to be done about a dump, or about a source that is none.
 *
 * @param sightings of the dump, the best first; or the one source
 * @param known an earlier run holds the dump as far as these sightings go
 * @param replacedRun the run whose rows of this dump no longer count; empty mostly
 */
record Task(List<Sighting> sightings, boolean known, String replacedRun) {
  /** By the best sighting's place, so that a bucket's rows have one order. */
  static final Comparator<Task> BY_PLACE = Comparator.comparing(Task::first, Sighting.BY_PLACE);

  Task {
    sightings = List.copyOf(sightings);
  }

  Sighting first() {
    return sightings.get(0);
  }

  /** The bucket of its unit: no archive is opened by two workers. */
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
