package org.crashtag.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.crashtag.bytes.Guid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagRangeTest {
  private static final Guid TAG = Guid.constant("335d5e04-0001-4e58-aa36-7ed1cfe76fd6");

  @Test
  void singleTagIsOnlyItself() {
    TagRange range = TagRange.of(TAG);

    assertThat(range.isSingle()).isTrue();
    assertThat(range.contains(TAG)).isTrue();
    assertThat(range.contains(TAG.withData2(2))).isFalse();
    assertThat(range).hasToString(TAG.toString()).isEqualTo(TagRange.constant(TAG.braced()));
  }

  @Test
  void familyHasEveryTagThatSharesItsFields() {
    TagRange range = TagRange.constant("335D5E04-*-4e58-aa36-7ed1cfe76fd6");

    assertThat(range.isSingle()).isFalse();
    assertThat(range.contains(TAG)).isTrue();
    assertThat(range.contains(TAG.withData2(0xFFFF))).isTrue();
    assertThat(range.contains(new Guid(TAG.high() ^ 1L << 32, TAG.low()))).isFalse();
    assertThat(range.contains(new Guid(TAG.high(), TAG.low() ^ 1))).isFalse();
    assertThat(range).hasToString("335d5e04-*-4e58-aa36-7ed1cfe76fd6");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "67fc721a-*-*-*-*",
        "*-0001-4e58-aa36-7ed1cfe76fd6",
        "335d5e04-0001-*-aa36-7ed1cfe76fd6",
        "335d5e04-0001-4e58-*-7ed1cfe76fd6",
        "335d5e04-0001-4e58-aa36-*",
        "00000000-0000-0000-*-000000000000"
      })
  void eachFieldMayVary(String text) {
    TagRange range = TagRange.constant(text);

    assertThat(range).hasToString(text).isEqualTo(TagRange.constant(range.toString()));
    assertThat(range.contains(range.value())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "acme", "335d5e04-*", "335d5e0*-0001-4e58-aa36-7ed1cfe76fd6", "****"})
  void otherTextIsNoRange(String text) {
    assertThat(TagRange.parse(text)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> TagRange.constant(text));
  }
}
