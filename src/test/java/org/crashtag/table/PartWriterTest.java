package org.crashtag.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.TableSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that {@link PartWriter} writes, read by another engine. */
class PartWriterTest {
  private static final TableSchema DRIVERS =
      TableSchema.ofRecords(
          "drivers",
          "One row per driver.",
          new Column("driver", ColumnType.TEXT, "Its name."),
          new Column("globals", ColumnType.HEX64, "Where its globals are."));

  @TempDir Path folder;

  @Test
  void everyTypeKeepsItsValue() throws Exception {
    assertThat(roundTrip(ColumnType.TEXT, "Wdf01000.sys")).containsExactly("Wdf01000.sys");
    assertThat(roundTrip(ColumnType.GUID, Guid.constant("{65755A40-F146-43EA-8C9136B85728FD35}")))
        .containsExactly("65755a40-f146-43ea-8c91-36b85728fd35");
    assertThat(roundTrip(ColumnType.HEX64, 0L, 0x0123456789abcdefL, -1L))
        .containsExactly("0x0000000000000000", "0x0123456789abcdef", "0xffffffffffffffff");
    assertThat(roundTrip(ColumnType.BIGINT, 0L, Long.MIN_VALUE, Long.MAX_VALUE))
        .containsExactly("0", "-9223372036854775808", "9223372036854775807");
    assertThat(roundTrip(ColumnType.UNSIGNED64, 0L, 1L, Long.MAX_VALUE, Long.MIN_VALUE, -1L))
        .containsExactly(
            "0", "1", "9223372036854775807", "9223372036854775808", "18446744073709551615");
    assertThat(roundTrip(ColumnType.DOUBLE, 0.1, -0.0, Double.NaN, Double.MAX_VALUE))
        .containsExactly("0.1", "-0.0", "nan", "1.7976931348623157e+308");
    assertThat(roundTrip(ColumnType.BOOLEAN, true, false)).containsExactly("true", "false");
    assertThat(roundTrip(ColumnType.TIMESTAMP, 0L, 1_773_717_322_123_456L, -1L))
        .containsExactly(
            "1970-01-01 00:00:00+00",
            "2026-03-17 03:15:22.123456+00",
            "1969-12-31 23:59:59.999999+00");
    assertThat(roundTrip(ColumnType.DATE, 0L, 20_529L, -1L))
        .containsExactly("1970-01-01", "2026-03-17", "1969-12-31");
    assertThat(roundTrip(ColumnType.BYTES, new byte[0], new byte[] {0, (byte) 0xFF}))
        .containsExactly("", "\\x00\\xFF");
  }

  @Test
  void everyTypeIsWhatEnginesKnow() throws Exception {
    assertThat(typeOf(ColumnType.TEXT)).isEqualTo("VARCHAR");
    assertThat(typeOf(ColumnType.GUID)).isEqualTo("VARCHAR");
    assertThat(typeOf(ColumnType.HEX64)).isEqualTo("VARCHAR");
    assertThat(typeOf(ColumnType.BIGINT)).isEqualTo("BIGINT");
    assertThat(typeOf(ColumnType.UNSIGNED64)).isEqualTo("DECIMAL(20,0)");
    assertThat(typeOf(ColumnType.DOUBLE)).isEqualTo("DOUBLE");
    assertThat(typeOf(ColumnType.BOOLEAN)).isEqualTo("BOOLEAN");
    assertThat(typeOf(ColumnType.TIMESTAMP)).isEqualTo("TIMESTAMP WITH TIME ZONE");
    assertThat(typeOf(ColumnType.DATE)).isEqualTo("DATE");
    assertThat(typeOf(ColumnType.BYTES)).isEqualTo("BLOB");
  }

  @Test
  void listsOfEveryTypeKeepTheirElements() throws Exception {
    assertThat(lists(ColumnType.BIGINT, List.of(1L, 2L), List.of(), List.of(3L)))
        .containsExactly("[1, 2]", "[]", "[3]");
    assertThat(lists(ColumnType.TEXT, List.of("a", "b"))).containsExactly("[a, b]");
    assertThat(lists(ColumnType.UNSIGNED64, List.of(-1L)))
        .containsExactly("[18446744073709551615]");
    assertThat(lists(ColumnType.DATE, List.of(0L))).containsExactly("[1970-01-01]");
    for (ColumnType type : ColumnType.values()) {
      assertThat(lists(type, new Object[] {null})).containsExactly((String) null);
    }
  }

  private List<String> lists(ColumnType type, Object... values) throws IOException {
    TableSchema lists =
        new TableSchema("t", "A row.", List.of(new Column("c", type, "Some.").asList()));
    byte[] file =
        written(
            lists,
            writer -> {
              for (Object value : values) {
                writer.write(new Object[] {value});
              }
            });
    return read(file, "SELECT c::VARCHAR");
  }

  @Test
  void everyTypeCanBeNull() throws Exception {
    for (ColumnType type : ColumnType.values()) {
      assertThat(roundTrip(type, new Object[] {null}))
          .as(type.name())
          .containsExactly((String) null);
    }
  }

  @Test
  void everyTextCanBeWritten() throws Exception {
    String large = "0123456789abcdef".repeat(1 << 16);
    assertThat(
            roundTrip(
                ColumnType.TEXT,
                "",
                "a\0b\n",
                "\uD83D\uDE00 crash",
                "high \uD83D",
                "\uDE00 low",
                "\uDE00\uD83D",
                large))
        .containsExactly(
            "", "a\0b\n", "\uD83D\uDE00 crash", "high \uFFFD", "\uFFFD low", "\uFFFD\uFFFD", large);
  }

  @Test
  void textIsUtf8() {
    assertThat(Utf8.encode("ä\uD83D\uDE00")).isEqualTo("ä\uD83D\uDE00".getBytes(UTF_8));
  }

  @Test
  void recordsAndPlainRowsAreTheSame() throws IOException {
    byte[] records =
        written(
            DRIVERS,
            writer -> {
              writer.write("d1", 7, 0, new Object[] {"a.sys", 1L});
              writer.write("d1", 7, 1, new Object[] {null, 2L});
            });
    byte[] rows =
        written(
            DRIVERS,
            writer -> {
              writer.write(new Object[] {"d1", 7L, 0L, "a.sys", 1L});
              writer.write(new Object[] {"d1", 7L, 1L, null, 2L});
            });
    assertThat(records).isEqualTo(rows);
    assertThat(read(records, "SELECT concat_ws('|', dump_id, ordinal, entry, driver, globals)"))
        .containsExactly("d1|7|0|a.sys|0x0000000000000001", "d1|7|1|0x0000000000000002");
  }

  @Test
  void aFileWithoutRowsHasItsColumns() throws Exception {
    byte[] file = written(DRIVERS, writer -> {});
    assertThat(read(file, "SELECT count(*)")).containsExactly("0");
    assertThat(read(file, "SELECT dump_id")).isEmpty();
  }

  @Test
  void rowsBeyondARowGroupStartTheNext() throws Exception {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    try (PartWriter writer = new PartWriter(DRIVERS, stream, 64 << 10)) {
      for (int i = 0; i < 20_000; i++) {
        writer.write("d" + i, 0, i, new Object[] {"driver" + i + ".sys", (long) i});
      }
      assertThat(writer.rows()).isEqualTo(20_000);
    }
    byte[] file = stream.toByteArray();
    assertThat(read(file, "SELECT sum(entry) || ' ' || count(DISTINCT driver)"))
        .containsExactly("199990000 20000");
    assertThat(rowGroups(file)).isGreaterThan(3);
  }

  private int rowGroups(byte[] file) throws IOException {
    return Integer.parseInt(
        query("SELECT num_row_groups FROM parquet_file_metadata(" + stored(file) + ")").get(0));
  }

  @Test
  void columnsAreCompressedAndHaveStatistics() throws Exception {
    byte[] file =
        written(DRIVERS, writer -> writer.write("d1", 0, 41, new Object[] {"a.sys", null}));
    assertThat(
            query(
                "SELECT concat_ws(' ', path_in_schema, compression, stats_min_value,"
                    + " stats_max_value, stats_null_count) FROM parquet_metadata("
                    + stored(file)
                    + ")"))
        .containsExactly(
            "dump_id ZSTD d1 d1 0",
            "ordinal ZSTD 0 0 0",
            "entry ZSTD 41 41 0",
            "driver ZSTD a.sys a.sys 0",
            "globals ZSTD 1");
  }

  @Test
  void theFileTellsWhatItsColumnsMean() throws Exception {
    byte[] file = written(DRIVERS, writer -> {});
    assertThat(
            query(
                "SELECT decode(value) FROM parquet_kv_metadata("
                    + stored(file)
                    + ") WHERE decode(key) = 'parquet.avro.schema'"))
        .singleElement()
        .asString()
        .contains("One row per driver.", "Where its globals are.");
  }

  @Test
  void theSameRowsGiveTheSameBytes() throws Exception {
    assertThat(manyRows()).isEqualTo(manyRows());
  }

  private static byte[] manyRows() throws IOException {
    return written(
        DRIVERS,
        writer -> {
          for (int i = 0; i < 5_000; i++) {
            writer.write("d" + i / 41, 0, i % 41, new Object[] {"driver" + i % 41, i * 977L});
          }
        });
  }

  @Test
  void bytesIsTheFilesLength() throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    PartWriter writer = new PartWriter(DRIVERS, stream);
    writer.write("d1", 0, 0, new Object[] {"a.sys", 1L});
    writer.close();
    writer.close();
    assertThat(writer.bytes()).isEqualTo(stream.size());
  }

  @Test
  void whatWasWrittenMayBeChangedAfterwards() throws Exception {
    byte[] bytes = {1};
    Object[] row = {bytes};
    byte[] file =
        written(
            table(ColumnType.BYTES),
            writer -> {
              for (bytes[0] = 1; bytes[0] <= 3; bytes[0]++) {
                writer.write(row);
              }
            });
    assertThat(read(file, "SELECT c::VARCHAR")).containsExactly("\\x01", "\\x02", "\\x03");
  }

  @Test
  void columnsHaveFieldIdsThatStayValidWhenColumnsAreAppended() throws Exception {
    Column names = new Column("names", ColumnType.TEXT, "Some.").asList();
    Column size = new Column("size", ColumnType.UNSIGNED64, "Some.");
    Column later = new Column("later", ColumnType.GUID, "Some.").asList();
    assertThat(fieldIds(names, size))
        .containsExactly("names 1", "list -", "element 1000001", "size 2");
    assertThat(fieldIds(names, size, later))
        .startsWith("names 1", "list -", "element 1000001", "size 2")
        .endsWith("later 3", "list -", "element 1000003");
  }

  @Test
  void columnsOfDeclaredTablesHaveNoFieldIds() throws Exception {
    Column names = new Column("names", ColumnType.TEXT, "Some.").asList();
    TableSchema declared = new TableSchema("t", "A row.", List.of(names)).asDeclared();
    assertThat(fieldIds(declared)).containsExactly("names -", "list -", "element -");
  }

  private List<String> fieldIds(Column... columns) throws IOException {
    return fieldIds(new TableSchema("t", "A row.", List.of(columns)));
  }

  private List<String> fieldIds(TableSchema table) throws IOException {
    return query(
        "SELECT name || ' ' || coalesce(field_id::VARCHAR, '-') FROM parquet_schema("
            + stored(written(table, writer -> {}))
            + ") OFFSET 1");
  }

  @Test
  void rowsThatAreEqualTakeNoMemoryButEndARowGroup() throws Exception {
    byte[] file =
        written(
            DRIVERS,
            writer -> {
              for (int i = 0; i < 3_000_000; i++) {
                writer.write("d1", 7, 7, new Object[] {"a.sys", null});
              }
            });
    assertThat(file).hasSizeLessThan(100_000);
    assertThat(read(file, "SELECT count(*) || ' ' || count(driver) || ' ' || sum(ordinal)"))
        .containsExactly("3000000 3000000 21000000");
    assertThat(rowGroups(file)).isEqualTo(3);
  }

  @Test
  void tenMillionRowsCanBeWritten() throws Exception {
    Path part = folder.resolve("large.parquet");
    String[] names = {"a.sys", "b.sys", "c.sys"};
    try (PartWriter writer = new PartWriter(DRIVERS, Files.newOutputStream(part))) {
      Object[] row = new Object[2];
      for (int i = 0; i < 10_000_000; i++) {
        row[0] = names[i % 3];
        row[1] = i % 1000 * 4096L;
        writer.write("d1", i / 500, i % 500, row);
      }
      assertThat(writer.rows()).isEqualTo(10_000_000);
    }
    assertThat(
            query(
                "SELECT count(*) || ' ' || sum(entry) || ' ' || max(ordinal) || ' '"
                    + " || count(*) FILTER (driver = 'c.sys') || ' ' || max(globals) FROM '"
                    + part
                    + "'"))
        .containsExactly("10000000 2495000000 19999 3333333 0x00000000003e7000");
  }

  /** Hash values can be chosen; then a dictionary may have duplicates. */
  @Test
  void valuesWithEqualHashesAreStillTold() throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 1 << 12; i++) {
      StringBuilder text = new StringBuilder();
      for (int bit = 0; bit < 12; bit++) {
        text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      texts.add(text.toString());
    }
    assertThat(texts.stream().map(String::hashCode).distinct()).hasSize(1);
    List<String> repeated = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      repeated.addAll(texts);
    }
    assertThat(roundTrip(ColumnType.TEXT, repeated.toArray())).isEqualTo(repeated);
  }

  @Test
  void metricsAreThoseOfTheWholeFile() throws Exception {
    PartWriter writer = new PartWriter(DRIVERS, OutputStream.nullOutputStream(), 1 << 10);
    assertThatThrownBy(writer::metrics)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("drivers: the file is not complete");
    for (int i = 0; i < 100; i++) {
      writer.write("d" + i, 0, i, new Object[] {i == 7 ? null : "driver", null});
    }
    writer.close();
    PartMetrics metrics = writer.metrics();
    assertThat(metrics.splitOffsets()).hasSizeGreaterThan(1).isSorted().startsWith(4L);
    assertThat(metrics.columns())
        .extracting(
            column ->
                String.join(
                    " ",
                    column.name(),
                    column.values() + "",
                    column.nulls() + "",
                    column.lower(),
                    column.upper()))
        .containsExactly(
            "dump_id 100 0 6430 643939",
            "ordinal 100 0 0000000000000000 0000000000000000",
            "entry 100 0 0000000000000000 6300000000000000",
            "driver 100 1 647269766572 647269766572",
            "globals 100 100 null null");
    assertThat(metrics.columns()).allMatch(column -> column.bytes() > 0);
  }

  @Test
  void aRefusedRowChangesNothing() throws Exception {
    byte[] file =
        written(
            DRIVERS,
            writer -> {
              writer.write("d1", 0, 0, new Object[] {"a.sys", 1L});
              assertThatThrownBy(() -> writer.write("d1", 0, 1, new Object[] {"b.sys", "1"}))
                  .isInstanceOf(IllegalArgumentException.class)
                  .hasMessage(
                      "drivers.globals: a value of class java.lang.String in a column of type"
                          + " HEX64");
              assertThatThrownBy(() -> writer.write(null, 0, 1, new Object[] {"b.sys", 1L}))
                  .isInstanceOf(IllegalArgumentException.class);
              writer.write("d1", 0, 2, new Object[] {"c.sys", 3L});
            });
    assertThat(read(file, "SELECT concat_ws('|', dump_id, ordinal, entry, driver, globals)"))
        .containsExactly("d1|0|0|a.sys|0x0000000000000001", "d1|0|2|c.sys|0x0000000000000003");
  }

  @Test
  void aListWithANullOrAValueOfAnotherClassIsRefused() throws Exception {
    TableSchema lists =
        new TableSchema(
            "t", "A row.", List.of(new Column("c", ColumnType.BIGINT, "Some.").asList()));
    byte[] file =
        written(
            lists,
            writer -> {
              for (Object bad : new Object[] {Arrays.asList(1L, null), List.of(1L, 2), 3L}) {
                assertThatThrownBy(() -> writer.write(new Object[] {bad}))
                    .isInstanceOf(IllegalArgumentException.class);
              }
              writer.write(new Object[] {List.of(4L)});
            });
    assertThat(read(file, "SELECT c::VARCHAR")).containsExactly("[4]");
  }

  @Test
  void aTableWithoutARecordsKeyRefusesOne() throws IOException {
    TableSchema plain =
        new TableSchema(
            "t",
            "A row.",
            List.of(
                new Column("a", ColumnType.TEXT, "Some."),
                new Column("b", ColumnType.TEXT, "Some."),
                new Column("c", ColumnType.BIGINT, "Some.")));
    try (PartWriter writer = new PartWriter(plain, OutputStream.nullOutputStream())) {
      assertThatThrownBy(() -> writer.write("d1", 0, 0, new Object[0]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("t: no row with a record's key");
    }
  }

  @Test
  void afterAFaultNothingMoreIsWritten() throws Exception {
    FullDisk disk = new FullDisk();
    PartWriter writer = new PartWriter(DRIVERS, disk, 1);
    Object[] row = {new String(new char[20_000]).replace('\0', 'x'), 1L};
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                writer.write("d" + i, 0, 0, row);
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
    assertThatThrownBy(() -> writer.write("d", 0, 0, row))
        .isInstanceOf(IOException.class)
        .hasMessage("drivers: the file has failed or is complete");
    assertThatThrownBy(writer::close).isInstanceOf(IOException.class);
    assertThat(disk.closed).isTrue();
    writer.close();
  }

  @Test
  void aRowOfAnotherWidthIsRefused() throws IOException {
    try (PartWriter writer = new PartWriter(DRIVERS, OutputStream.nullOutputStream())) {
      assertThatThrownBy(() -> writer.write("d1", 0, 0, new Object[] {"a.sys"}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("drivers has 5 columns, not 4");
      assertThat(writer.rows()).isZero();
    }
  }

  @Test
  void aFullDiskIsAnIoException() throws IOException {
    FullDisk disk = new FullDisk();
    PartWriter writer = new PartWriter(DRIVERS, disk);
    writer.write("d1", 0, 0, new Object[] {"a.sys", 1L});
    assertThatThrownBy(writer::close).isInstanceOf(IOException.class).hasMessage("disk full");
    assertThat(disk.closed).isTrue();
  }

  private static final class FullDisk extends OutputStream {
    private boolean closed;

    @Override
    public void write(int value) throws IOException {
      throw new IOException("disk full");
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private interface Rows {
    void writeTo(PartWriter writer) throws IOException;
  }

  private static byte[] written(TableSchema table, Rows rows) throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    try (PartWriter writer = new PartWriter(table, stream)) {
      rows.writeTo(writer);
    }
    return stream.toByteArray();
  }

  private static TableSchema table(ColumnType type) {
    return new TableSchema("t", "A row.", List.of(new Column("c", type, "A value.")));
  }

  /** Each value in the other engine's form. */
  private List<String> roundTrip(ColumnType type, Object... values) throws IOException {
    byte[] file =
        written(
            table(type),
            writer -> {
              for (Object value : values) {
                writer.write(new Object[] {value});
              }
            });
    return read(file, "SELECT c::VARCHAR");
  }

  private String typeOf(ColumnType type) throws IOException {
    return read(written(table(type), w -> w.write(new Object[] {null})), "SELECT typeof(c)").get(0);
  }

  private List<String> read(byte[] file, String select) throws IOException {
    return query(select + " FROM " + stored(file));
  }

  private String stored(byte[] file) throws IOException {
    Path path = folder.resolve("part.parquet");
    Files.write(path, file);
    return "'" + path + "'";
  }

  private static List<String> query(String sql) {
    List<String> values = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          values.add(rows.getString(1));
        }
      }
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
    return values;
  }
}
