package org.crashtag.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.crashtag.source.Ahead;
import org.crashtag.source.SourceChannel;
import org.crashtag.source.SourceFile;
import org.crashtag.storage.Storage;
import org.crashtag.store.Count;
import org.crashtag.store.IndexEntry;
import org.crashtag.store.StageTime;

/** From a bucket's number to references to what its sources are, dealt out by dump. */
final class IdentifyFn extends DoFn<Integer, KV<Integer, byte[]>> {
  private static final long serialVersionUID = 1L;

  private final RunPlan plan;

  IdentifyFn(RunPlan plan) {
    this.plan = plan;
  }

  @ProcessElement
  public void identify(@Element Integer key, MultiOutputReceiver receiver) throws IOException {
    int bucket = plan.bucket(key);
    Stopwatch stopwatch = new Stopwatch();
    Storage storage = plan.storage();
    SourceOpener opener = new SourceOpener(storage, plan.run());
    Identifier identifier = new Identifier(storage, plan.limits(), opener);
    Progress progress = Progress.of(plan.run());
    OutputReceiver<KV<Integer, byte[]>> references = receiver.get(CrashPipeline.REFERENCES);
    Chunks chunks =
        new Chunks((target, chunk) -> references.output(KV.of(plan.key(target), chunk)));
    List<SourceFile> files = new ArrayList<>();
    SourceList.each(storage, plan.list(), bucket, files::add);
    try (Ahead<SourceFile, SourceChannel> ahead =
        new Ahead<>(files.iterator(), opener.identifying())) {
      while (ahead.hasNext()) {
        SourceFile file = ahead.item();
        Identifier.Opening opening =
            () -> {
              Optional<SourceChannel> opened = ahead.take();
              return opened.isPresent() ? opened.get() : new SourceChannel(storage, file);
            };
        for (Sighting sighting : identifier.identify(file, opening)) {
          chunks.add(target(sighting, bucket), sighting::write);
        }
        progress.addIdentified();
      }
    }
    chunks.finish();
    receiver
        .get(CrashPipeline.DURATIONS)
        .output(Counters.add(new StageTime(Count.MILLIS_IDENTIFY, stopwatch.elapsed())));
  }

  /** All sightings of one dump meet in one bucket. */
  private int target(Sighting sighting, int bucket) {
    if (!sighting.isDump()) {
      return bucket;
    }
    int slice = IndexEntry.ofDump(sighting.dumpId(), true, 0).slice();
    return IndexEntry.bucket(slice, plan.buckets());
  }
}
