package org.crashtag.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapeTest {
  @Test
  void plainTextIsTheSameObject() {
    String plain = "dump \u00E4\u6F22\uD83D\uDE00 ~";

    assertThat(Escape.text(plain)).isSameAs(plain);
  }

  @ParameterizedTest
  @CsvSource({
    "'a\u001b[31mb', a\\x1b[31mb",
    "'a\nb\rc\td', a\\nb\\rc\\td",
    "'\0\u007f\u009b', \\x00\\x7f\\x9b",
    "a\u202Eb, a\\u{202e}b",
    "a\u200Bb, a\\u{200b}b",
    "a\u2028b, a\\u{2028}b",
    "a\uD800b, a\\u{d800}b",
    "a\uE000b, a\\u{e000}b",
    "\u00ADa, \\xada"
  })
  void whatCouldMoveTheCursorOrHideIsSpelledOut(String text, String escaped) {
    assertThat(Escape.text(text)).isEqualTo(escaped);
  }
}
