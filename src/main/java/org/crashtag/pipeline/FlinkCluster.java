package org.crashtag.pipeline;

import java.io.IOException;
import java.util.Optional;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.hash.Hashing;

/**
 * Apache Flink. Jobs are submitted without waiting, so that they can be watched and cancelled; the
 * reason of a failure is asked of the cluster's own page.
 */
final class FlinkCluster extends ClusterRunner {
  static final String NAME = "FlinkRunner";

  /** The versions of Flink that the runner is for start so. */
  private static final String VERSION = "1.19.";

  private final Optional<FlinkPage> page;
  private int workers = 1;
  private String job = "";

  FlinkCluster(BeamOptions options) {
    super(options);
    String master = options.flinkMaster();
    this.page = master.startsWith("[") ? Optional.empty() : Optional.of(new FlinkPage(master));
  }

  @Override
  BeamOptions tuned(BeamOptions given, int buckets) throws IOException {
    // The context is what "flink run" was given, or what was made of the option.
    BeamOptions inContext =
        BeamOptions.hasFlinkContext() ? given.with("flinkMaster", "[auto]") : given;
    BeamOptions tuned =
        inContext
            .withDefault("attachedMode", "false")
            .withDefault("jobCheckIntervalInSecs", "1")
            // Unlike the older interface, this one takes along that a job outlives the loss of a
            // task manager, which it doesn't by Flink's own default.
            .withDefault("useDataStreamForBatch", "true")
            .withDefault("numberOfExecutionRetries", "3")
            .withDefault("executionRetryDelay", "3000")
            // Elements are bytes and bucket numbers, which no step changes.
            .withDefault("fasterCopy", "true")
            .withDefault("objectReuse", "true");
    if (page.isPresent()) {
      FlinkPage.Overview overview = page.get().overview();
      if (!overview.version().startsWith(VERSION)) {
        throw new IOException(
            page.get()
                + " runs Flink "
                + overview.version()
                + "; crashtag-flink.jar is for Flink "
                + VERSION
                + "x");
      }
      int slots = Math.min(overview.slots(), buckets);
      if (slots == 0) {
        throw new IOException(page.get() + " has no task managers");
      }
      tuned = tuned.withDefault("parallelism", Integer.toString(slots));
    }
    workers = tuned.value("parallelism").map(Integer::parseInt).filter(n -> n > 0).orElse(1);
    job = tuned.value("jobName").orElse("");
    return tuned;
  }

  /**
   * A number that Flink deals to a worker of the bucket's own: left to chance, the busiest of four
   * workers had 25 of 64 buckets.
   */
  @Override
  public int key(int bucket, int buckets) {
    int worker = bucket % workers;
    int key = bucket;
    while (worker(key, workers) != worker) {
      key += buckets;
    }
    return key;
  }

  /** To which worker Flink deals a key, by the hash of its bytes that Beam gives it. */
  private static int worker(int key, int workers) {
    return hash(Hashing.murmur3_128().hashBytes(encoded(key)).asInt()) % workers;
  }

  private static byte[] encoded(int key) {
    try {
      return CoderUtils.encodeToByteArray(VarIntCoder.of(), key);
    } catch (CoderException e) {
      throw new IllegalStateException("every number can be encoded", e);
    }
  }

  /** Flink's {@code MathUtils.murmurHash}: MurmurHash3 of four bytes, made positive. */
  private static int hash(int code) {
    int hash = code * 0xcc9e2d51;
    hash = Integer.rotateLeft(hash, 15) * 0x1b873593;
    hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
    hash ^= 4;
    hash = (hash ^ hash >>> 16) * 0x85ebca6b;
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    hash ^= hash >>> 16;
    return hash == Integer.MIN_VALUE ? 0 : Math.abs(hash);
  }

  @Override
  Optional<String> reason() {
    return page.flatMap(flink -> flink.failure(job)).map(FlinkCluster::explained);
  }

  /** Flink's own words for it name its slot pool only. */
  private static String explained(String failure) {
    return failure.contains("NoResourceAvailable") || failure.contains("slot request")
        ? "Flink has too few task managers for the job: " + failure
        : failure;
  }

  @Override
  IOException explained(RuntimeException fault) {
    return new IOException(
        page.map(Object::toString).orElse("Flink") + ": " + Faults.innermost(fault), fault);
  }
}
