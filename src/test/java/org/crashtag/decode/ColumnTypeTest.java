package org.crashtag.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.crashtag.bytes.Guid;
import org.junit.jupiter.api.Test;

class ColumnTypeTest {
  @Test
  void valuesAreTextForReading() {
    Map<ColumnType, Object> values =
        Map.ofEntries(
            Map.entry(ColumnType.TEXT, "text"),
            Map.entry(ColumnType.GUID, Guid.NIL),
            Map.entry(ColumnType.HEX64, -16L),
            Map.entry(ColumnType.BIGINT, -16L),
            Map.entry(ColumnType.UNSIGNED64, -16L),
            Map.entry(ColumnType.DOUBLE, 0.5),
            Map.entry(ColumnType.BOOLEAN, true),
            Map.entry(ColumnType.TIMESTAMP, -1L),
            Map.entry(ColumnType.DATE, 20_529L),
            Map.entry(ColumnType.BYTES, new byte[] {1, -1}));

    assertThat(List.of(ColumnType.values()))
        .extracting(type -> type.text(values.get(type)))
        .containsExactly(
            "text",
            "00000000-0000-0000-0000-000000000000",
            "0xfffffffffffffff0",
            "-16",
            "18446744073709551600",
            "0.5",
            "true",
            "1969-12-31T23:59:59.999999Z",
            "2026-03-17",
            "01ff");
  }

  @Test
  void listIsItsElements() {
    Column column = new Column("values", ColumnType.HEX64, "Some.").asList();

    assertThat(column.text(List.of(1L, 2L))).isEqualTo("[0x0000000000000001, 0x0000000000000002]");
    assertThat(column.typeName()).isEqualTo("HEX64[]");
  }
}
