package org.crashtag.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.crashtag.store.Index;
import org.crashtag.store.IndexEntry;
import org.crashtag.store.OutputFolder;

/** From all sightings of a bucket's dumps to what is to be done, dealt out by unit. */
final class DistinctFn extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
  private static final long serialVersionUID = 1L;

  private final RunPlan plan;

  DistinctFn(RunPlan plan) {
    this.plan = plan;
  }

  @ProcessElement
  public void distinct(
      @Element KV<Integer, Iterable<byte[]>> sightings,
      OutputReceiver<KV<Integer, byte[]>> receiver)
      throws IOException {
    List<String> runs = new OutputFolder(plan.storage(), plan.output()).runs();
    Index index =
        Index.read(plan.storage(), plan.output(), runs, sightings.getKey(), plan.buckets());
    Map<String, List<Sighting>> dumps = new TreeMap<>();
    Chunks chunks = new Chunks((target, chunk) -> receiver.output(KV.of(target, chunk)));
    for (Sighting sighting : Chunks.unpack(sightings.getValue(), Sighting::read)) {
      if (sighting.isDump()) {
        dumps.computeIfAbsent(sighting.dumpId(), id -> new ArrayList<>()).add(sighting);
      } else {
        add(chunks, new Work(List.of(sighting), false, ""));
      }
    }
    for (List<Sighting> found : dumps.values()) {
      found.sort(Sighting.BEST_FIRST);
      add(chunks, work(found, index));
    }
    chunks.finish();
  }

  private static Work work(List<Sighting> found, Index index) {
    Sighting best = found.get(0);
    Optional<Index.Known> known = index.find(IndexEntry.ofDump(best.dumpId(), true, 0));
    if (known.isEmpty()) {
      return new Work(found, false, "");
    }
    IndexEntry entry = known.get().entry();
    boolean longer =
        entry.kind() == IndexEntry.Kind.PARTIAL_DUMP && best.bytesBehind() > entry.value();
    return new Work(found, !longer, longer ? known.get().run() : "");
  }

  /** So that no archive is opened by two workers. */
  private void add(Chunks chunks, Work work) throws IOException {
    int bucket = Math.floorMod(work.first().unit().hashCode(), plan.buckets());
    chunks.add(bucket, work::write);
  }
}
