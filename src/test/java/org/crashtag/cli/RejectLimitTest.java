package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RejectLimitTest {
  @ParameterizedTest
  @ValueSource(strings = {"0", "500", "0%", "2.5%", "100%"})
  void numberOrSharesUpToAllIsALimit(String text) {
    assertThat(RejectLimit.of(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "500%", "100.1%", "5 %", "many", "%"})
  void anythingElseIsRefused(String text) {
    assertThat(RejectLimit.of(text)).isEmpty();
    CommandRun run =
        CommandRun.of("run", "--input", "x", "--max-rejects", text.isEmpty() ? " " : text);

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--max-rejects expects a number or a percentage up to 100%");
  }

  @Test
  void shareIsOfTheDumpsMet() {
    Map<String, Long> counts = Map.of("sources_rejected", 1L, "sources_decoded", 3L);

    assertThat(RejectLimit.parse("25%").isExceeded(counts)).isFalse();
    assertThat(RejectLimit.parse("24.9%").isExceeded(counts)).isTrue();
    assertThat(RejectLimit.parse("0").isExceeded(counts)).isTrue();
  }
}
