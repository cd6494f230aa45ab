package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlinkClusterTest {
  /** Whether Flink deals them so is what the tests on a cluster show. */
  @Test
  void eachBucketHasAKeyOfItsOwn() {
    FlinkCluster cluster = new FlinkCluster(new BeamOptions(List.of("--flinkMaster=[local]")));
    for (int buckets : new int[] {1, 8, 64}) {
      List<Integer> keys = RunPlan.keys(cluster, buckets);
      assertThat(keys).hasSize(buckets).doesNotHaveDuplicates();
      assertThat(IntStream.range(0, buckets).map(bucket -> keys.get(bucket) % buckets))
          .containsExactlyElementsOf(IntStream.range(0, buckets).boxed().toList());
    }
  }
}
