package org.crashtag.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountTest {
  /** Manifests and reports of format 1 have these names. */
  @Test
  void namesNeverChange() {
    assertThat(Arrays.stream(Count.values()).map(Count::label))
        .containsExactly(
            "sources",
            "sources_listed",
            "sources_unchanged",
            "sources_young",
            "sources_decoded",
            "sources_known",
            "sources_duplicate",
            "sources_not_a_dump",
            "sources_container",
            "sources_rejected",
            "sources_unreadable",
            "bytes_read",
            "bytes_there",
            "dumps_from_archive",
            "dumps_from_blobs",
            "dumps_out_of_reach",
            "millis_list",
            "millis_compare",
            "millis_identify",
            "millis_distinct",
            "millis_write",
            "millis_commit");
    assertThat(Count.ofRows("tags")).isEqualTo("rows_tags");
  }

  @Test
  void whatIsNotThereIsZero() {
    assertThat(Count.BYTES_READ.in(Map.of("bytes_read", 7L))).isEqualTo(7);
    assertThat(Count.BYTES_THERE.in(Map.of("bytes_read", 7L))).isZero();
  }

  @Test
  void aStagesTimeIsCountedInWholeMilliseconds() {
    assertThat(new StageTime(Count.MILLIS_WRITE, Duration.ofNanos(1_999_999)).counts())
        .containsExactly(Map.entry("millis_write", 1L));
  }
}
