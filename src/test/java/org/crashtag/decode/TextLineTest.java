package org.crashtag.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextLineTest {
  @Test
  void partsStandInTheirColumns() {
    assertThat(TextLine.of("a").at(4, "b").at(2, "c").put(7).toString()).isEqualTo("a   b c7");
    assertThat(TextLine.of(null).put("x").at(3, null).toString()).isEqualTo("x");
  }

  @Test
  void eachValueHasItsLine() {
    TableSchema table =
        TableSchema.ofRecords(
            "t",
            "T.",
            new Column("one", ColumnType.BIGINT, "One."),
            new Column("two", ColumnType.TEXT, "Two."),
            new Column("three", ColumnType.HEX64, "Three."));

    assertThat(TextLine.each(new Row(table, new Object[] {1L, null, 3L})))
        .containsExactly(
            "  one                       1", "  three                     0x0000000000000003");
    assertThat(TextLine.each(new Row(table, new Object[] {null, null, null})))
        .containsExactly("  nothing is known");
  }
}
