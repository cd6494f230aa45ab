package org.crashtag.pipeline;

import java.io.IOException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.crashtag.storage.Storage;
import org.crashtag.store.BucketResult;
import org.crashtag.store.BucketResult.StagedPart;

/** Gives the parts of those attempts that count their names; a second attempt changes nothing. */
final class StageFn extends DoFn<KV<String, Iterable<BucketResult>>, String> {
  private static final long serialVersionUID = 1L;

  private final RunPlan plan;
  private final String folder;

  /**
   * @param folder of the parts, by table
   */
  StageFn(RunPlan plan, String folder) {
    this.plan = plan;
    this.folder = folder;
  }

  @ProcessElement
  public void stage(
      @Element KV<String, Iterable<BucketResult>> results, OutputReceiver<String> receiver)
      throws IOException {
    for (BucketResult result : results.getValue()) {
      stage(plan, folder, result.bucket(), result.parts());
    }
    receiver.output(plan.run());
  }

  /** Moves parts to {@code folder/<table>/run=<run>/<bucket>.parquet}. */
  static void stage(RunPlan plan, String folder, int bucket, Iterable<StagedPart> parts)
      throws IOException {
    Storage storage = plan.storage();
    for (StagedPart part : parts) {
      String target =
          folder + "/" + part.table() + "/run=" + plan.run() + "/" + bucket + ".parquet";
      if (storage.find(target).isEmpty()) {
        storage.move(part.path(), target);
      }
    }
  }
}
