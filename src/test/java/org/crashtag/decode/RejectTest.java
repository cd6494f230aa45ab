package org.crashtag.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Reject.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RejectTest {
  private static String message(String text) {
    return Reject.of(Stage.READ, new MalformedException(Reason.CORRUPT, 7, text)).message();
  }

  @Test
  void plainMessageStaysWhatItIs() {
    assertThat(message("größer als 4 GB: 漢字 😀 \\n")).isEqualTo("größer als 4 GB: 漢字 😀 \\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, '\t', '\n', '\r', 0x1B, 0x7F, 0x85, 0x9B, 0x2028, 0x2029})
  void controlCharactersAreSpelledOut(int control) {
    assertThat(message("a" + (char) control + "b")).isEqualTo("a\\u%04xb", control);
  }

  @Test
  void messageIsNeverMissing() {
    assertThat(message(null)).isEqualTo("null");
  }

  @Test
  void longMessageIsCutBetweenCharacters() {
    assertThat(message("x".repeat(100_000))).isEqualTo("x".repeat(Reject.MOST_CHARACTERS));
    assertThat(message("x" + "😀".repeat(Reject.MOST_CHARACTERS)))
        .isEqualTo("x" + "😀".repeat(Reject.MOST_CHARACTERS / 2 - 1));
    assertThat(message("\n".repeat(Reject.MOST_CHARACTERS)))
        .hasSize(Reject.MOST_CHARACTERS)
        .doesNotContain("\n");
  }
}
