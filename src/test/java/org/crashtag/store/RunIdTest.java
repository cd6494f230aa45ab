package org.crashtag.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunIdTest {
  private static final Instant NOON = Instant.parse("2026-03-17T12:00:00.123456Z");

  @Test
  void tellsTheTimeToTheMillisecond() {
    assertThat(RunId.next(NOON, "")).isEqualTo("r20260317T120000123Z");
  }

  @Test
  void sortsByTime() {
    String first = RunId.next(NOON, "");
    assertThat(RunId.next(NOON.plusSeconds(86_400 * 365), first)).isGreaterThan(first);
  }

  @Test
  void twoRunsOfOneMillisecondDiffer() {
    String first = RunId.next(NOON, "");
    assertThat(RunId.next(NOON, first)).isEqualTo("r20260317T120000124Z");
  }

  @Test
  void sortsBehindTheLastRunWhenTheClockIsSetBack() {
    String last = "r20991231T235959999Z";
    String next = RunId.next(NOON, last);
    assertThat(next).isEqualTo("r21000101T000000000Z").isGreaterThan(last);
    assertThat(RunId.next(NOON, next)).isEqualTo("r21000101T000000001Z");
  }

  @Test
  void whatIsMadeIsARunId() {
    assertThat(RunId.isRunId(RunId.next(NOON, ""))).isTrue();
    assertThat(RunId.isRunId(RunId.next(NOON, RunId.next(NOON, "")))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "r",
        "lock",
        "20260317T120000123Z",
        "r20260317T120000123",
        "r20260317T120000123Z.json",
        "R20260317T120000123Z",
        "r2026-03-17T12:00:00Z",
        "../r20260317T120000123Z"
      })
  void otherNamesAreNone(String name) {
    assertThat(RunId.isRunId(name)).isFalse();
  }
}
