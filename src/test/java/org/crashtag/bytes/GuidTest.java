package org.crashtag.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuidTest {
  private static final Guid CRASHDMP = new Guid(0x65755A40F14643EAL, 0x8C9136B85728FD35L);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "65755a40-f146-43ea-8c91-36b85728fd35",
        "65755A40-F146-43EA-8C91-36B85728FD35",
        "{65755A40-F146-43EA-8C91-36B85728FD35}",
        "{65755A40-F146-43EA-8C9136B85728FD35}",
        "65755a40-f146-43ea-8c9136b85728fd35",
        "65755a40f14643ea8c9136b85728fd35",
        "{65755a40f14643ea8c9136b85728fd35}",
        "  65755A40-f146-43EA-8c91-36b85728FD35\t"
      })
  void everyFormInUseIsRead(String text) {
    assertThat(Guid.parse(text)).contains(CRASHDMP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "}",
        "{}",
        "kmdf",
        "65755a40-f146-43ea-8c91-36b85728fd3",
        "65755a40-f146-43ea-8c91-36b85728fd355",
        "65755a40-f146-43ea-8c91-36b85728fd3g",
        "65755a40-f14643ea-8c91-36b85728fd35",
        "65755a40f146-43ea-8c91-36b85728fd35",
        "6575-5a40-f146-43ea-8c91-36b85728fd35",
        "{65755a40-f146-43ea-8c91-36b85728fd35",
        "65755a40-f146-43ea-8c91-36b85728fd35}",
        "{{65755a40-f146-43ea-8c91-36b85728fd35}}",
        "65755a40-f146-43ea-8c91--36b85728fd35"
      })
  void anythingElseIsNone(String text) {
    assertThat(Guid.parse(text)).isEmpty();
  }

  @Test
  void tablesAndDebuggersSpellItDifferently() {
    assertThat(CRASHDMP).hasToString("65755a40-f146-43ea-8c91-36b85728fd35");
    assertThat(CRASHDMP.braced()).isEqualTo("{65755A40-F146-43EA-8C91-36B85728FD35}");
    assertThat(Guid.NIL).hasToString("00000000-0000-0000-0000-000000000000");
  }

  @Test
  void constantMustBeOne() {
    assertThat(Guid.constant("65755a40-f146-43ea-8c91-36b85728fd35")).isEqualTo(CRASHDMP);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Guid.constant("kmdf"));
  }

  @Test
  void secondFieldCanBeReplaced() {
    assertThat(CRASHDMP.data2()).isEqualTo(0xF146);
    assertThat(CRASHDMP.withData2(0xFFFF)).hasToString("65755a40-ffff-43ea-8c91-36b85728fd35");
    assertThat(CRASHDMP.withData2(0x1F146)).as("16 bits only").isEqualTo(CRASHDMP);
  }

  @Test
  void orderIsThatOfTheText() {
    Guid low = Guid.constant("7fffffff-0000-0000-ffff-ffffffffffff");
    Guid high = Guid.constant("80000000-0000-0000-0000-000000000000");

    assertThat(low).isLessThan(high);
    assertThat(high).isLessThan(Guid.constant("80000000-0000-0000-8000-000000000000"));
    assertThat(high).isEqualByComparingTo(new Guid(0x8000000000000000L, 0));
  }
}
