package org.crashtag.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.crashtag.store.BucketReport;
import org.crashtag.store.BucketResult;
import org.crashtag.store.Count;
import org.crashtag.store.Manifest;
import org.crashtag.store.RunCommit;
import org.crashtag.store.StageTime;

/** From what is reported of all buckets to the committed run. */
final class CommitFn extends DoFn<KV<String, Iterable<BucketReport>>, String> {
  private static final long serialVersionUID = 1L;

  private final RunPlan plan;

  CommitFn(RunPlan plan) {
    this.plan = plan;
  }

  @ProcessElement
  public void commit(
      @Element KV<String, Iterable<BucketReport>> reports, OutputReceiver<String> receiver)
      throws IOException {
    List<BucketResult> results = new ArrayList<>();
    List<StageTime> times = new ArrayList<>();
    for (BucketReport report : reports.getValue()) {
      if (report instanceof BucketResult result) {
        results.add(result);
      } else if (report instanceof StageTime time) {
        times.add(time);
      }
    }
    Manifest manifest =
        RunCommit.commit(
            plan.storage(),
            plan.output(),
            plan.draft(times),
            plan.schemas(plan.decoders()),
            results);
    plan.storage().delete(plan.staging());
    // What was counted before the pipeline ran has no other step to count it.
    Counters.add(Counters.COUNTS, plan.counts());
    Counters.add(
        Counters.COUNTS,
        Map.of(Count.MILLIS_COMMIT.label(), Count.MILLIS_COMMIT.in(manifest.counts())));
    receiver.output(plan.run());
  }
}
