package org.crashtag.pipeline;

import java.io.IOException;
import org.apache.beam.sdk.transforms.DoFn;
import org.crashtag.store.BucketResult;

/** From a bucket's number to the parts of its tasks, decoded again. */
final class RedecodeFn extends DoFn<Integer, BucketResult> {
  private static final long serialVersionUID = 1L;

  private final RunPlan plan;
  private final String folder;
  private transient BucketWriter writer;

  /**
   * @param folder below which the parts are written, in folders of tables and runs
   */
  RedecodeFn(RunPlan plan, String folder) {
    this.plan = plan;
    this.folder = folder;
  }

  @Setup
  public void setup() {
    writer = BucketWriter.of(plan, folder);
  }

  @ProcessElement
  public void redecode(@Element Integer key, OutputReceiver<BucketResult> receiver)
      throws IOException {
    int bucket = plan.bucket(key);
    receiver.output(writer.write(bucket, TaskList.read(plan, bucket)));
  }
}
