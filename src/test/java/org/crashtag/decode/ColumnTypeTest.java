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
        Map.of(
            ColumnType.TEXT,
            "text",
            ColumnType.GUID,
            Guid.NIL,
            ColumnType.HEX64,
            -16L,
            ColumnType.BIGINT,
            -16L,
            ColumnType.UNSIGNED64,
            -16L,
            ColumnType.DOUBLE,
            0.5,
            ColumnType.BOOLEAN,
            true,
            ColumnType.TIMESTAMP,
            -1L,
            ColumnType.BYTES,
            new byte[] {1, -1});

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
            "01ff");
  }
}
