package org.crashtag.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.junit.jupiter.api.Test;

class TypedTableTest {
  private static final TypedTable<Bytes> TABLE =
      TypedTable.ofRecords(Bytes.class, "events", "An event.")
          .bigint("number", "A byte.", bytes -> bytes.u8(0))
          .hex64("address", "An address.", bytes -> bytes.i64(0))
          .unsigned64("count", "A count.", bytes -> (short) bytes.u16(0))
          .text("text", "Text.", bytes -> bytes.hex(0, 2))
          .asPrivate()
          .guid("id", "A GUID.", bytes -> bytes.guid(0))
          .float64("seconds", "A duration.", bytes -> 0.5)
          .bool("first", "A bit.", bytes -> bytes.u8(0) == 1)
          .timestamp("time", "A time.", bytes -> null)
          .date("day", "A day.", bytes -> 3L)
          .bytes("data", "Bytes.", Bytes::toArray)
          .asPartlyPrivate()
          .list("all", ColumnType.BIGINT, "Numbers.", bytes -> List.of(bytes.u8(0), 2L))
          .build();

  private static final byte[] DATA = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

  @Test
  void rowHasAValueOfTheColumnsClassInEachColumn() {
    Object[] row = TABLE.row(Bytes.of(DATA));

    assertThat(row)
        .containsExactly(
            1L,
            0x0807060504030201L,
            0x0201L,
            "0102",
            Guid.constant("04030201-0605-0807-090a-0b0c0d0e0f10"),
            0.5,
            true,
            null,
            3L,
            DATA,
            List.of(1L, 2L));
  }

  @Test
  void schemaBeginsWithTheKeyAndHasTheColumnsInTheirOrder() {
    assertThat(TABLE.schema().columns())
        .startsWith(TableSchema.DUMP_ID, TableSchema.ORDINAL, TableSchema.ENTRY)
        .contains(new Column("text", ColumnType.TEXT, "Text.").asPrivate())
        .contains(new Column("data", ColumnType.BYTES, "Bytes.").asPartlyPrivate())
        .endsWith(new Column("all", ColumnType.BIGINT, "Numbers.").asList());
    assertThat(TABLE.privateColumns()).containsExactly(3);
    assertThat(TABLE.schema().name()).isEqualTo("events");
    assertThat(TABLE.schema().sentence()).isEqualTo("An event.");
  }

  @Test
  void tableWithoutAKeyHasOnlyItsOwnColumns() {
    TypedTable<String> table =
        TypedTable.of(String.class, "words", "A word.").text("word", "It.", word -> word).build();

    assertThat(table.schema().columns()).extracting(Column::name).containsExactly("word");
    assertThat(table.row("x")).containsExactly("x");
  }

  @Test
  void everyClassOfValueIsCheckedInEveryColumn() {
    Object[] values = {1L, "text", Guid.NIL, 0.5, true, new byte[1], List.of(1L), 'c', 1.5f};
    for (ColumnType type : ColumnType.values()) {
      for (Object value : values) {
        assertChecked(
            new Column("column", type, "It."), value, type.valueClass() == value.getClass());
        assertChecked(new Column("column", type, "It.").asList(), value, fits(type, value));
      }
    }
  }

  private static boolean fits(ColumnType type, Object value) {
    return value instanceof List<?> && type.valueClass() == Long.class;
  }

  private static void assertChecked(Column column, Object value, boolean fits) {
    TypedTable<Object> table =
        TypedTable.ofRecords(Object.class, "things", "A thing.").column(column, it -> it).build();
    if (fits) {
      assertThat(table.row(value)[0]).isEqualTo(value);
    } else {
      assertThatExceptionOfType(IllegalRowException.class)
          .as("%s in %s", value, column)
          .isThrownBy(() -> table.row(value))
          .withMessageStartingWith("things.column: ")
          .withMessageEndingWith("in a column of type " + column.typeName());
    }
  }

  @Test
  void listsHoldNoNull() {
    TypedTable<List<?>> table = lists();

    assertThatExceptionOfType(IllegalRowException.class)
        .isThrownBy(() -> table.row(Arrays.asList(1L, null)))
        .withMessage("lists.numbers: null in a list in a column of type BIGINT[]");
    assertThat(table.row(new ArrayList<>(List.of()))).containsExactly(List.of());
  }

  @SuppressWarnings("unchecked")
  private static TypedTable<List<?>> lists() {
    return TypedTable.ofRecords((Class<List<?>>) (Class<?>) List.class, "lists", "Lists.")
        .list("numbers", ColumnType.BIGINT, "Numbers.", list -> list)
        .build();
  }

  @Test
  void valuesByHandMustBeAsManyAsTheColumns() {
    TypedTable<Object[]> table = TypedTable.ofValues(lists().schema());
    Object[] row = {List.of(1L)};

    assertThat(table.row(row)).isSameAs(row);
    assertThatExceptionOfType(IllegalRowException.class)
        .isThrownBy(() -> table.row(new Object[] {List.of(1L), 2L}))
        .withMessage("lists: a row of 2 values for 1 columns");
  }

  @Test
  void shownRowIsReadByColumn() {
    Row row = new Row(TABLE.schema(), TABLE.row(Bytes.of(DATA)));

    assertThat(row.number("number")).isEqualTo(1);
    assertThat(row.text("text")).isEqualTo("0102");
    assertThat(row.flag("first")).isTrue();
    assertThat(row.isNull("time")).isTrue();
    assertThat(row.get("seconds")).isEqualTo(0.5);
    assertThat(row.isOf(TABLE)).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> row.get("ordinal"))
        .withMessage("table events has no column ordinal");
  }
}
