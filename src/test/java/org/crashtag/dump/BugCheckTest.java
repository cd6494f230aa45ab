package org.crashtag.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BugCheckTest {
  private static final int PUBLISHED = 425;

  @ParameterizedTest
  @CsvSource({
    "0x0000000A, IRQL_NOT_LESS_OR_EQUAL, false",
    "0x000000D1, DRIVER_IRQL_NOT_LESS_OR_EQUAL, false",
    "0x0000007E, SYSTEM_THREAD_EXCEPTION_NOT_HANDLED, false",
    "0x00000141, VIDEO_ENGINE_TIMEOUT_DETECTED, true"
  })
  void codeHasTheNameThatMicrosoftPublished(String code, String name, boolean live) {
    assertThat(BugCheck.of(Long.decode(code)))
        .contains(new BugCheck(Long.decode(code), name, live));
  }

  @Test
  void markedCodeIsTheSameBugCheck() {
    assertThat(BugCheck.of(0x1000007EL))
        .contains(new BugCheck(0x1000007EL, "SYSTEM_THREAD_EXCEPTION_NOT_HANDLED_M", false));
    assertThat(BugCheck.of(0x1000008EL).orElseThrow().name()).endsWith("_M");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0x0FFFFFFFL, 0x1FFFFFFFL, 0x2000007EL, 0xFFFFFFFFL})
  void otherCodesHaveNone(long code) {
    assertThat(BugCheck.of(code)).isEmpty();
  }

  @Test
  void everyRowOfTheListIsKnown() throws IOException {
    List<String> rows = resource().lines().skip(1).toList();

    assertThat(rows).hasSize(PUBLISHED);
    for (String row : rows) {
      String[] fields = row.split("\t", -1);
      long code = Long.decode(fields[0]);
      assertThat(BugCheck.of(code)).contains(new BugCheck(code, fields[1], fields[2].equals("1")));
      assertThat(fields[2]).isIn("0", "1");
    }
  }

  @Test
  void listIsTheOneThatTheFormatsDescriptionComesWith() throws IOException {
    Path described = Path.of("../shared/bugchecks.tsv");
    assumeTrue(Files.exists(described), "the description isn't here");

    assertThat(resource()).isEqualTo(Files.readString(described));
  }

  private static String resource() throws IOException {
    try (InputStream stream = BugCheck.class.getResourceAsStream("bugchecks.tsv")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
