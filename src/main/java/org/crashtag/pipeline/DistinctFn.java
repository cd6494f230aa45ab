package org.crashtag.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.crashtag.store.Count;
import org.crashtag.store.Index;
import org.crashtag.store.IndexEntry;
import org.crashtag.store.OpenIndex;
import org.crashtag.store.StageTime;

/** From all sightings of a bucket's dumps to what is to be done, dealt out by unit. */
final class DistinctFn extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
  private static final long serialVersionUID = 1L;

  private final RunPlan plan;

  DistinctFn(RunPlan plan) {
    this.plan = plan;
  }

  @ProcessElement
  public void distinct(
      @Element KV<Integer, Iterable<byte[]>> sightings, MultiOutputReceiver receiver)
      throws IOException {
    Stopwatch stopwatch = new Stopwatch();
    OutputReceiver<KV<Integer, byte[]>> tasks = receiver.get(CrashPipeline.REFERENCES);
    Index index;
    try (OpenIndex known = plan.index().open(plan.storage(), plan.output())) {
      index = known.bucket(plan.bucket(sightings.getKey()), plan.buckets());
    }
    Map<String, List<Sighting>> dumps = new TreeMap<>();
    Chunks chunks = new Chunks((target, chunk) -> tasks.output(KV.of(plan.key(target), chunk)));
    for (Sighting sighting : Chunks.unpack(sightings.getValue(), Sighting::read)) {
      if (sighting.isDump()) {
        dumps.computeIfAbsent(sighting.dumpId(), id -> new ArrayList<>()).add(sighting);
      } else {
        add(chunks, new Task(List.of(sighting), false, ""));
      }
    }
    for (List<Sighting> found : dumps.values()) {
      found.sort(Sighting.BEST_FIRST);
      for (Task task : tasks(found, index)) {
        add(chunks, task);
      }
    }
    chunks.finish();
    receiver
        .get(CrashPipeline.DURATIONS)
        .output(Counters.add(new StageTime(Count.MILLIS_DISTINCT, stopwatch.elapsed())));
  }

  /** Only what is longer than what an earlier run holds may replace its rows. */
  private static List<Task> tasks(List<Sighting> found, Index index) {
    Optional<Index.Known> known = index.find(IndexEntry.ofDump(found.get(0).dumpId(), true, 0));
    if (known.isEmpty()) {
      return List.of(new Task(found, false, ""));
    }
    IndexEntry entry = known.get().entry();
    List<Sighting> longer = new ArrayList<>();
    List<Sighting> others = new ArrayList<>();
    for (Sighting sighting : found) {
      (isMore(sighting, entry) ? longer : others).add(sighting);
    }
    List<Task> tasks = new ArrayList<>();
    if (!longer.isEmpty()) {
      tasks.add(new Task(longer, false, known.get().run()));
    }
    if (!others.isEmpty()) {
      tasks.add(new Task(others, true, ""));
    }
    return tasks;
  }

  private static boolean isMore(Sighting sighting, IndexEntry held) {
    return switch (held.kind()) {
      case DUMP -> false;
      case PARTIAL_DUMP -> !sighting.cut() && sighting.bytesBehind() > held.value();
      case CUT_DUMP -> !sighting.cut() || sighting.bytesBehind() > held.value();
      case SOURCE, REJECTED_SOURCE, UNREAD_SOURCE -> throw new IllegalStateException("no dump");
    };
  }

  private void add(Chunks chunks, Task task) throws IOException {
    chunks.add(task.bucket(plan.buckets()), task::write);
  }
}
