package org.crashtag.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.crashtag.source.SourceFile;
import org.crashtag.storage.Storage;
import org.crashtag.store.Index;
import org.crashtag.store.IndexEntry;
import org.crashtag.store.OutputFolder;

/** From a bucket's number to references to what its sources are, dealt out by dump. */
final class IdentifyFn extends DoFn<Integer, KV<Integer, byte[]>> {
  private static final long serialVersionUID = 1L;

  private final RunPlan plan;
  private final Counter identified = Metrics.counter("crashtag", "identified");
  private final Counter unchanged = Metrics.counter("crashtag", "unchanged");

  IdentifyFn(RunPlan plan) {
    this.plan = plan;
  }

  @ProcessElement
  public void identify(@Element Integer bucket, OutputReceiver<KV<Integer, byte[]>> receiver)
      throws IOException {
    Storage storage = plan.storage();
    OutputFolder output = new OutputFolder(storage, plan.output());
    KnownSources known = new KnownSources(output, plan, bucket);
    Identifier identifier = new Identifier(storage, plan.limits());
    Progress progress = Progress.of(plan.run());
    Chunks chunks = new Chunks((target, chunk) -> receiver.output(KV.of(target, chunk)));
    SourceList.each(
        storage,
        plan.staging(),
        bucket,
        plan.buckets(),
        file -> {
          if (known.isUnchanged(file)) {
            unchanged.inc();
            progress.addUnchanged();
          } else {
            identifier.identify(file, sighting -> add(chunks, sighting, bucket));
            identified.inc();
            progress.addIdentified();
          }
        });
    chunks.finish();
  }

  private void add(Chunks chunks, Sighting sighting, int bucket) {
    try {
      chunks.add(target(sighting, bucket), sighting::write);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All sightings of one dump meet in one bucket. */
  private int target(Sighting sighting, int bucket) {
    if (!sighting.isDump()) {
      return bucket;
    }
    int slice = IndexEntry.ofDump(sighting.dumpId(), true, 0).slice();
    return IndexEntry.bucket(slice, plan.buckets());
  }

  /** What earlier runs know of a bucket's sources. */
  private static final class KnownSources {
    private final Index index;
    private final OutputFolder output;
    private final RunPlan plan;
    private final Map<String, String> programs = new HashMap<>();

    KnownSources(OutputFolder output, RunPlan plan, int bucket) throws IOException {
      this.output = output;
      this.plan = plan;
      this.index = Index.read(plan.storage(), plan.output(), output.runs(), bucket, plan.buckets());
    }

    /** Another version of the program may be able to use what an earlier one rejected. */
    boolean isUnchanged(SourceFile file) throws IOException {
      Optional<Index.Known> known = index.find(IndexEntry.ofSource(file, IndexEntry.Kind.SOURCE));
      if (known.isEmpty()) {
        return false;
      }
      return switch (known.get().entry().kind()) {
        case SOURCE -> true;
        case REJECTED_SOURCE -> program(known.get().run()).equals(plan.program());
        case UNREAD_SOURCE, DUMP, PARTIAL_DUMP -> false;
      };
    }

    /** The version that wrote a run; the manifest is read once. */
    private String program(String run) throws IOException {
      String program = programs.get(run);
      if (program == null) {
        program = output.manifest(run).program();
        programs.put(run, program);
      }
      return program;
    }
  }
}
