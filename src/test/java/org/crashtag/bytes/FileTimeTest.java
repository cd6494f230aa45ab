package org.crashtag.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileTimeTest {
  @ParameterizedTest
  @CsvSource({
    "0,                  1601-01-01T00:00:00Z",
    "1,                  1601-01-01T00:00:00.000000100Z",
    "116444736000000000, 1970-01-01T00:00:00Z",
    "116444735999999999, 1969-12-31T23:59:59.999999900Z",
    "133000000001234567, 2022-06-18T04:26:40.123456700Z"
  })
  void countsFrom1601InSteps(long fileTime, Instant instant) {
    assertThat(FileTime.instant(fileTime)).isEqualTo(instant);
    assertThat(FileTime.of(instant)).isEqualTo(fileTime);
  }

  @Test
  void microsecondsAreRoundedDown() {
    assertThat(FileTime.epochMicros(116444736000000019L)).isEqualTo(1);
    assertThat(FileTime.epochMicros(116444735999999999L)).isEqualTo(-1);
  }

  @Test
  void highestBitIsNoSign() {
    assertThat(FileTime.instant(-1)).isEqualTo(Instant.parse("+60056-05-28T05:36:10.955161500Z"));
    assertThat(FileTime.epochMicros(-1)).isEqualTo(1833029933770955161L);
  }

  @Test
  void timestampIsOfTheCalendarOrNone() {
    assertThat(FileTime.timestamp(116444736000000019L)).isEqualTo(1);
    assertThat(FileTime.timestamp(2_650_467_743_999_999_999L)).isEqualTo(253402300799999999L);
    assertThat(FileTime.timestamp(2_650_467_744_000_000_000L)).isNull();
    assertThat(FileTime.timestamp(0)).isNull();
    assertThat(FileTime.timestamp(-1)).isNull();
  }
}
