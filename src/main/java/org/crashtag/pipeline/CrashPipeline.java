package org.crashtag.pipeline;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.crashtag.store.BucketReport;
import org.crashtag.store.BucketResult;

/**
 * The job. Groupings carry references and results, never rows. Their keys are a few dozen buckets,
 * because the local runner makes a bundle of each key.
 */
final class CrashPipeline extends PTransform<PBegin, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  /** References to sightings or tasks. */
  static final TupleTag<KV<Integer, byte[]>> REFERENCES = new TupleTag<>("references");

  /** The duration of a stage for each bucket. */
  static final TupleTag<BucketReport> DURATIONS = new TupleTag<>("durations");

  private static final SerializableCoder<BucketReport> REPORTS =
      SerializableCoder.of(BucketReport.class);

  static final SerializableCoder<BucketResult> RESULTS = SerializableCoder.of(BucketResult.class);

  private static final KvCoder<Integer, byte[]> CHUNKS =
      KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of());

  private final transient RunPlan plan;

  private CrashPipeline(RunPlan plan) {
    this.plan = plan;
  }

  static void addTo(Pipeline pipeline, RunPlan plan) {
    pipeline.apply("Crash archive to tables", new CrashPipeline(plan));
  }

  @Override
  public PCollection<String> expand(PBegin begin) {
    PCollectionTuple identified =
        buckets(begin, plan).apply("Identify each source", withDurations(new IdentifyFn(plan)));
    PCollectionTuple distinct =
        identified
            .get(REFERENCES)
            .setCoder(CHUNKS)
            .apply("Bring sightings of a dump together", GroupByKey.create())
            .apply("Choose the best sighting of each dump", withDurations(new DistinctFn(plan)));
    PCollection<BucketReport> written =
        distinct
            .get(REFERENCES)
            .setCoder(CHUNKS)
            .apply("Bring the dumps of a unit together", GroupByKey.create())
            .apply("Extract, decode and write", ParDo.of(new WriteFn(plan)));
    PCollection<BucketReport> all =
        PCollectionList.of(identified.get(DURATIONS).setCoder(REPORTS))
            .and(distinct.get(DURATIONS).setCoder(REPORTS))
            .and(written.setCoder(REPORTS))
            .apply("Add the durations of all stages", Flatten.pCollections());
    return together(all, REPORTS).apply("Commit", ParDo.of(new CommitFn(plan)));
  }

  /** The buckets' keys, each at the worker that its key is dealt to. */
  static PCollection<Integer> buckets(PBegin begin, RunPlan plan) {
    return begin
        .apply("List the buckets", Create.of(plan.keys()).withCoder(VarIntCoder.of()))
        .apply("Key each bucket by itself", WithKeys.of(key -> key))
        .setCoder(KvCoder.of(VarIntCoder.of(), VarIntCoder.of()))
        .apply("Spread the buckets over the workers", Reshuffle.of())
        .apply("Take the buckets", Values.create());
  }

  /** Groups the reports of all buckets in one element. */
  static <T extends BucketReport> PCollection<KV<String, Iterable<T>>> together(
      PCollection<T> reports, Coder<T> coder) {
    return reports
        .setCoder(coder)
        .apply(
            "Give all results one key",
            WithKeys.<String, T>of("run").withKeyType(TypeDescriptors.strings()))
        .apply("Bring all results together", GroupByKey.create());
  }

  private static <T> ParDo.MultiOutput<T, KV<Integer, byte[]>> withDurations(
      DoFn<T, KV<Integer, byte[]>> step) {
    return ParDo.of(step).withOutputTags(REFERENCES, TupleTagList.of(DURATIONS));
  }
}
