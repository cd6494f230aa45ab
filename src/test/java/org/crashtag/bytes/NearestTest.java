package org.crashtag.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> KNOWN = List.of("kmdf", "kmdf-log", "smbios", "storport");

  @ParameterizedTest
  @CsvSource({"kmfd,kmdf", "smbois,smbios", "stor-port,storport", "kmdflog,kmdf-log", "Kmdf,kmdf"})
  void slipOfThePenIsUnderstood(String slip, String meant) {
    assertThat(Nearest.hint(slip, KNOWN)).isEqualTo("; did you mean \"" + meant + "\"?");
  }

  @Test
  void farNameGivesNoHint() {
    assertThat(Nearest.hint("registers", KNOWN)).isEmpty();
    assertThat(Nearest.hint("anything", List.of())).isEmpty();
  }

  @Test
  void firstOfEquallyNearNamesIsTaken() {
    assertThat(Nearest.hint("bat", List.of("cat", "hat"))).contains("cat");
  }
}
