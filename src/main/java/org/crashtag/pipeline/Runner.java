package org.crashtag.pipeline;

import java.io.Closeable;
import java.io.IOException;
import org.apache.beam.sdk.Pipeline;

/** Makes the pipelines of a run, and runs them. */
interface Runner extends Closeable {
  /**
   * An empty pipeline.
   *
   * @param job name of the job on the engine's pages
   * @param buckets how many groups the pipeline's work is dealt into
   * @throws IOException if the engine can't be reached
   */
  Pipeline pipeline(String job, int buckets) throws IOException;

  /**
   * The key under which a bucket is grouped; its remainder by the number of buckets is the bucket.
   * An engine deals keys to its workers by their hashes; this one lets each worker have as many
   * buckets as the others.
   */
  default int key(int bucket, int buckets) {
    return bucket;
  }

  /**
   * Checks that a plan can be sent to the workers.
   *
   * @throws IOException if it is too large
   */
  default void check(RunPlan plan) throws IOException {}

  /**
   * Runs a pipeline to its end.
   *
   * @param progress is kept up to date with the pipeline's counts
   * @throws IOException if it fails or is cancelled, with the reason in one line
   */
  default void finish(Pipeline pipeline, Progress progress) throws IOException {
    try {
      pipeline.run().waitUntilFinish();
    } catch (RuntimeException e) {
      throw Faults.ofPipeline(e);
    }
  }

  /** Frees what the last pipeline needed. */
  @Override
  default void close() throws IOException {}
}
