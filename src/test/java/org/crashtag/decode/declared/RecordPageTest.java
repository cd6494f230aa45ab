package org.crashtag.decode.declared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.junit.jupiter.api.Test;

class RecordPageTest {
  private static final TableSchema TABLE =
      TableSchema.ofRecords(
          "acme",
          "Records.",
          new Column("code", ColumnType.BIGINT, "A number."),
          new Column("name", ColumnType.TEXT, "A text."),
          new Column("never", ColumnType.TEXT, "NULL."),
          new Column("up", ColumnType.BOOLEAN, "A truth value."),
          new Column("ports", ColumnType.BIGINT, "Numbers.").asList());

  private static final List<Row> ROWS =
      List.of(
          new Row(TABLE, new Object[] {7L, "queue\n2", null, true, List.of(1L, 2L)}),
          new Row(TABLE, new Object[] {12345L, null, null, false, List.of()}));

  @Test
  void columnsBelowTheirNames() {
    String list = TABLE.columns().get(7).text(List.of(1L, 2L));
    assertThat(RecordPage.lines(ROWS, 80))
        .containsExactly(
            " code  name      up     ports",
            "    7  queue\\n2  true   " + list,
            "12345            false  " + TABLE.columns().get(7).text(List.of()));
  }

  /** As wide as the widest line, and one less. */
  @Test
  void oneMemberALineIfALineCannotHoldThem() {
    int width = RecordPage.lines(ROWS, 80).stream().mapToInt(String::length).max().orElseThrow();

    assertThat(RecordPage.lines(ROWS, width)).hasSize(3);
    assertThat(RecordPage.lines(ROWS, width - 1))
        .hasSize(4 + 1 + 3)
        .startsWith("  code                      7")
        .contains("", "  code                      12345", "  up                        false");
  }
}
