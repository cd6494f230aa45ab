package org.crashtag.pipeline;

import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.crashtag.store.BucketReport;
import org.crashtag.store.BucketResult;
import org.crashtag.store.Count;
import org.crashtag.store.StageTime;

/** From a bucket's tasks to its parts: extracts, decodes and writes. */
final class WriteFn extends DoFn<KV<Integer, Iterable<byte[]>>, BucketReport> {
  private static final long serialVersionUID = 1L;

  private final RunPlan plan;
  private transient BucketWriter writer;

  WriteFn(RunPlan plan) {
    this.plan = plan;
  }

  @Setup
  public void setup() {
    writer = BucketWriter.of(plan, plan.output());
  }

  @ProcessElement
  public void write(
      @Element KV<Integer, Iterable<byte[]>> tasks, OutputReceiver<BucketReport> receiver)
      throws IOException {
    Stopwatch stopwatch = new Stopwatch();
    List<Task> unpacked = Chunks.unpack(tasks.getValue(), Task::read);
    BucketResult result = writer.write(plan.bucket(tasks.getKey()), unpacked);
    Counters.add(Counters.COUNTS, result.counts());
    Counters.add(Counters.REJECTS, result.rejects());
    receiver.output(result);
    receiver.output(Counters.add(new StageTime(Count.MILLIS_WRITE, stopwatch.elapsed())));
  }
}
