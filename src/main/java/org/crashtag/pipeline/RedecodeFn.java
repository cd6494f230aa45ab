package org.crashtag.pipeline;

import java.io.IOException;
import org.apache.beam.sdk.transforms.DoFn;
import org.crashtag.store.BucketResult;

/** From a bucket's number to the staged parts of its tasks, decoded again. */
final class RedecodeFn extends DoFn<Integer, BucketResult> {
  private static final long serialVersionUID = 1L;

  private final RunPlan plan;
  private transient BucketWriter writer;

  RedecodeFn(RunPlan plan) {
    this.plan = plan;
  }

  @Setup
  public void setup() {
    writer = BucketWriter.of(plan);
  }

  @ProcessElement
  public void redecode(@Element Integer key, OutputReceiver<BucketResult> receiver)
      throws IOException {
    int bucket = plan.bucket(key);
    receiver.output(writer.write(bucket, TaskList.read(plan, bucket)));
  }
}
