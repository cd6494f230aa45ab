package org.crashtag.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.crashtag.store.BucketResult;
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
    RunCommit.commit(
        plan.storage(), plan.output(), plan.draft(), plan.schemas(plan.decoders()), all);
    receiver.output(plan.run());
  }
}
