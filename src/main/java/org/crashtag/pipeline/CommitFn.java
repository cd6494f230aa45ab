package org.crashtag.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.crashtag.store.BucketResult;
import org.crashtag.store.Manifest;
import org.crashtag.store.RunCommit;

/** From all buckets' results to the committed run. */
final class CommitFn extends DoFn<KV<String, Iterable<BucketResult>>, String> {
  private static final long serialVersionUID = 1L;

  private final RunPlan plan;

  CommitFn(RunPlan plan) {
    this.plan = plan;
  }

  @ProcessElement
  public void commit(
      @Element KV<String, Iterable<BucketResult>> results, OutputReceiver<String> receiver)
      throws IOException {
    List<BucketResult> all = new ArrayList<>();
    results.getValue().forEach(all::add);
    Manifest manifest =
        RunCommit.commit(
            plan.storage(), plan.output(), plan.draft(), plan.schemas(plan.decoders()), all);
    // What was counted before the pipeline ran has no other step to count it.
    Counters.add(Counters.COUNTS, plan.counts());
    Counters.add(
        Counters.COUNTS, Map.of(RunCommit.MILLIS, manifest.counts().get(RunCommit.MILLIS)));
    receiver.output(plan.run());
  }
}
