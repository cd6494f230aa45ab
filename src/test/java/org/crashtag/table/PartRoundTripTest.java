package org.crashtag.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.LocalInputFile;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.TableSchema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random tables of every type and shape, written by {@link PartWriter}, read back by parquet-java
 * and by DuckDB. A failure names the seed.
 */
class PartRoundTripTest {
  /** Kept, because a logger that nobody refers to forgets its level. */
  private static final Logger PARQUET = Logger.getLogger("org.apache.parquet");

  @TempDir Path folder;

  @BeforeAll
  static void readQuietly() {
    PARQUET.setLevel(Level.WARNING);
  }

  /** A row group's size, so that some files have one and others many. */
  private static final long[] ROW_GROUP_BYTES = {
    1 << 14, 1 << 18, PartWriter.DEFAULT_ROW_GROUP_BYTES
  };

  private static final int[] ROWS = {0, 1, 7, 8, 9, 100, 3_000, 25_000};

  /** How the values of a column follow each other. */
  private enum Shape {
    CONSTANT,
    RUNS,
    FEW,
    DISTINCT,
    MIXED,
    NULLS
  }

  private record Table(TableSchema schema, List<Object[]> rows) {}

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void whatWasPutInComesOut(int seed) throws Exception {
    Random random = new Random(seed);
    Table table = table(random, ROWS[seed % ROWS.length]);
    Path file = folder.resolve("part.parquet");
    long groupBytes = ROW_GROUP_BYTES[random.nextInt(ROW_GROUP_BYTES.length)];
    PartWriter writer = new PartWriter(table.schema, Files.newOutputStream(file), groupBytes);
    try (writer) {
      for (Object[] row : table.rows) {
        writer.write(row);
      }
    }
    checkParquetJava(file, table);
    checkDuckDb(file, table);
    checkStatistics(file, table, writer.metrics());
  }

  private static Table table(Random random, int count) {
    List<Column> columns = new ArrayList<>();
    List<Supplier<Object>> makers = new ArrayList<>();
    for (ColumnType type : ColumnType.values()) {
      for (Shape shape : Shape.values()) {
        if (random.nextInt(3) == 0) {
          boolean isList = random.nextInt(3) == 0;
          Column column = new Column("c" + columns.size(), type, "Random.");
          columns.add(isList ? column.asList() : column);
          Supplier<Object> single = maker(random, type, isList ? Shape.FEW : shape);
          makers.add(isList ? lists(random, single) : single);
        }
      }
    }
    columns.add(new Column("last", ColumnType.BIGINT, "Random."));
    makers.add(maker(random, ColumnType.BIGINT, Shape.MIXED));
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(makers.stream().map(Supplier::get).toArray());
    }
    return new Table(new TableSchema("t", "A row.", columns), rows);
  }

  private static Supplier<Object> maker(Random random, ColumnType type, Shape shape) {
    List<Object> few = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(300); i++) {
      few.add(value(random, type));
    }
    Object[] last = {few.get(0)};
    return () ->
        switch (shape) {
          case CONSTANT -> last[0];
          case RUNS -> {
            if (random.nextInt(20) == 0) {
              last[0] = value(random, type);
            }
            yield last[0];
          }
          case FEW -> few.get(random.nextInt(few.size()));
          case DISTINCT -> value(random, type);
          case MIXED ->
              random.nextInt(4) == 0
                  ? null
                  : random.nextBoolean() ? few.get(0) : value(random, type);
          case NULLS -> random.nextInt(2_000) == 0 ? value(random, type) : null;
        };
  }

  private static Supplier<Object> lists(Random random, Supplier<Object> single) {
    return () ->
        switch (random.nextInt(8)) {
          case 0 -> null;
          case 1 -> List.of();
          default -> {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(6); i++) {
              list.add(single.get());
            }
            yield list;
          }
        };
  }

  private static Object value(Random random, ColumnType type) {
    return switch (type) {
      case TEXT -> text(random);
      case GUID -> new Guid(random.nextLong(), random.nextLong());
      case HEX64, BIGINT, UNSIGNED64 -> random.nextLong() >> random.nextInt(Long.SIZE);
      // DuckDB's range of times; parquet-java has no limits.
      case TIMESTAMP -> random.nextLong() >> 4;
      case DATE -> (long) random.nextInt(200_000) - 100_000;
      case DOUBLE ->
          switch (random.nextInt(1_000)) {
            case 0 -> -0.0;
            case 1 -> 0.0;
            case 2 -> Double.NEGATIVE_INFINITY;
            default -> random.nextGaussian();
          };
      case BOOLEAN -> random.nextBoolean();
      case BYTES -> {
        byte[] bytes = new byte[random.nextInt(random.nextInt(500) == 0 ? 5_000 : 40)];
        random.nextBytes(bytes);
        yield bytes;
      }
    };
  }

  private static String text(Random random) {
    int length = random.nextInt(random.nextInt(500) == 0 ? 3_000 : 30);
    int most = random.nextBoolean() ? 0x7F : 0x10FFFF;
    return random
        .ints(0, most + 1)
        .filter(point -> Character.getType(point) != Character.SURROGATE)
        .limit(length)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static void checkParquetJava(Path file, Table table) throws IOException {
    try (ParquetReader<GenericRecord> reader =
        AvroParquetReader.<GenericRecord>builder(
                new LocalInputFile(file), new PlainParquetConfiguration())
            .withDataModel(GenericData.get())
            .withCodecFactory(new ZstdReading())
            .build()) {
      int at = 0;
      for (GenericRecord row = reader.read(); row != null; row = reader.read()) {
        Object[] expected = table.rows.get(at);
        for (int i = 0; i < expected.length; i++) {
          Column column = table.schema.columns().get(i);
          same(at, column, plain(row.get(i)), plain(stored(column, expected[i])));
        }
        at++;
      }
      assertThat(at).isEqualTo(table.rows.size());
    }
  }

  /** Describes only what differs, because there are millions of values. */
  private static void same(int row, Column column, Object actual, Object expected) {
    if (!Objects.equals(actual, expected)) {
      assertThat(actual)
          .as("row %d, %s %s", row, column.typeName(), column.name())
          .isEqualTo(expected);
    }
  }

  /** What a column stores of a value. */
  private static Object stored(Column column, Object value) {
    if (value == null) {
      return null;
    }
    if (column.isList()) {
      return ((List<?>) value).stream().map(e -> stored(column.type(), e)).toList();
    }
    return stored(column.type(), value);
  }

  private static Object stored(ColumnType type, Object value) {
    return switch (type) {
      case TEXT, GUID, HEX64 -> type.text(value);
      case UNSIGNED64 -> "00" + HexFormat.of().toHexDigits((Long) value);
      case DATE -> ((Long) value).intValue();
      case BIGINT, TIMESTAMP, DOUBLE, BOOLEAN, BYTES -> value;
    };
  }

  /** The reader's objects in comparable form. */
  private static Object plain(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(PartRoundTripTest::plain).toList();
    }
    if (value instanceof CharSequence text) {
      return text.toString();
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof GenericData.Fixed fixed) {
      return HexFormat.of().formatHex(fixed.bytes());
    }
    return value;
  }

  private static void checkDuckDb(Path file, Table table) throws Exception {
    String select =
        table.schema.columns().stream()
            .map(PartRoundTripTest::comparable)
            .collect(Collectors.joining(", "));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      try (ResultSet rows = statement.executeQuery("SELECT " + select + " FROM '" + file + "'")) {
        int at = 0;
        while (rows.next()) {
          Object[] expected = table.rows.get(at);
          for (int i = 0; i < expected.length; i++) {
            Column column = table.schema.columns().get(i);
            String text = rows.getString(i + 1);
            same(
                at,
                column,
                column.type() == ColumnType.DOUBLE ? doubles(text) : text,
                comparable(column, expected[i]));
          }
          at++;
        }
        assertThat(at).isEqualTo(table.rows.size());
      }
    }
  }

  /** A column in SQL, as text without the doubts that other types bring. */
  private static String comparable(Column column) {
    String single =
        switch (column.type()) {
          case BYTES, TEXT -> "hex(%s)";
          case TIMESTAMP -> "epoch_us(%s)::VARCHAR";
          case DATE -> "(%s - DATE '1970-01-01')::VARCHAR";
          default -> "%s::VARCHAR";
        };
    return column.isList()
        ? "array_to_string(list_transform("
            + column.name()
            + ", x -> "
            + single.formatted("x")
            + "), ',')"
        : single.formatted(column.name());
  }

  private static String comparable(Column column, Object value) {
    if (value == null) {
      return null;
    }
    if (column.isList()) {
      return ((List<?>) value)
          .stream().map(e -> comparable(column.type(), e)).collect(Collectors.joining(","));
    }
    return comparable(column.type(), value);
  }

  private static String comparable(ColumnType type, Object value) {
    return switch (type) {
      case BYTES -> HexFormat.of().withUpperCase().formatHex((byte[]) value);
      case TEXT -> HexFormat.of().withUpperCase().formatHex(Utf8.encode((String) value));
      case TIMESTAMP, DATE -> value.toString();
      default -> type.text(value);
    };
  }

  /** DuckDB's doubles as Java prints them. */
  private static String doubles(String text) {
    if (text == null || text.isEmpty()) {
      return text;
    }
    return Arrays.stream(text.split(","))
        .map(number -> number.replace("inf", "Infinity"))
        .map(number -> Double.toString(Double.parseDouble(number)))
        .collect(Collectors.joining(","));
  }

  /**
   * Minimum, maximum and number of nulls of every column chunk, of every page, and of the whole
   * file in its metrics.
   */
  private static void checkStatistics(Path file, Table table, PartMetrics metrics)
      throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            new LocalInputFile(file),
            ParquetReadOptions.builder(new PlainParquetConfiguration()).build())) {
      List<BlockMetaData> blocks = reader.getFooter().getBlocks();
      assertThat(metrics.splitOffsets())
          .isEqualTo(blocks.stream().map(BlockMetaData::getStartingPos).toList());
      for (int i = 0; i < table.schema.columns().size(); i++) {
        Column column = table.schema.columns().get(i);
        int firstRow = 0;
        long bytes = 0;
        Range ofFile = new Range(column);
        for (BlockMetaData block : blocks) {
          ColumnChunkMetaData chunk = block.getColumns().get(i);
          bytes += chunk.getTotalSize();
          int end = firstRow + Math.toIntExact(block.getRowCount());
          Range range = new Range(column).add(table.rows, i, firstRow, end);
          range.check(chunk.getStatistics());
          ofFile.add(table.rows, i, firstRow, end);
          checkPages(reader, chunk, table, i, firstRow, end);
          firstRow = end;
        }
        assertThat(firstRow).isEqualTo(table.rows.size());
        ofFile.check(metrics.columns().get(i));
        assertThat(metrics.columns().get(i).bytes()).isEqualTo(bytes);
      }
    }
  }

  private static void checkPages(
      ParquetFileReader reader, ColumnChunkMetaData chunk, Table table, int i, int first, int end)
      throws IOException {
    ColumnIndex index = reader.readColumnIndex(chunk);
    OffsetIndex offsets = reader.readOffsetIndex(chunk);
    for (int page = 0; page < offsets.getPageCount(); page++) {
      int from = first + (int) offsets.getFirstRowIndex(page);
      int to = first + (int) offsets.getLastRowIndex(page, end - first) + 1;
      if (index != null) {
        Range range = new Range(table.schema.columns().get(i)).add(table.rows, i, from, to);
        assertThat(index.getNullCounts().get(page)).isEqualTo(range.nulls);
        assertThat(index.getNullPages().get(page)).isEqualTo(range.isEmpty());
      }
    }
  }

  /** The range of some values, in the order that the Parquet format defines for their type. */
  private static final class Range {
    private final Column column;
    private long entries;
    private long nulls;
    private Object min;
    private Object max;
    private boolean isUnordered;

    Range(Column column) {
      this.column = column;
    }

    boolean isEmpty() {
      return min == null;
    }

    Range add(List<Object[]> rows, int i, int from, int to) {
      for (Object[] row : rows.subList(from, to)) {
        Object value = row[i];
        if (value == null || List.of().equals(value)) {
          entries++;
          nulls++;
        } else if (column.isList()) {
          ((List<?>) value).forEach(this::add);
        } else {
          add(value);
        }
      }
      return this;
    }

    private void add(Object value) {
      entries++;
      isUnordered |= value instanceof Double number && number.isNaN();
      Object compared =
          switch (column.type()) {
            case TEXT -> Utf8.encode((String) value);
            case HEX64, GUID -> Utf8.encode(column.type().text(value));
            case UNSIGNED64 ->
                HexFormat.of().parseHex("00" + HexFormat.of().toHexDigits((Long) value));
            default -> value;
          };
      isUnordered |= compared instanceof byte[] bytes && bytes.length > 1024;
      min = min == null || compare(compared, min) < 0 ? compared : min;
      max = max == null || compare(compared, max) > 0 ? compared : max;
    }

    @SuppressWarnings("unchecked")
    private static int compare(Object a, Object b) {
      return a instanceof byte[] bytes
          ? Arrays.compareUnsigned(bytes, (byte[]) b)
          : ((Comparable<Object>) a).compareTo(b);
    }

    void check(Statistics<?> statistics) {
      if (isUnordered) {
        assertThat(statistics.hasNonNullValue()).as(column.name()).isFalse();
        return;
      }
      assertThat(statistics.getNumNulls()).as(column.name()).isEqualTo(nulls);
      assertThat(statistics.hasNonNullValue()).as(column.name()).isEqualTo(min != null);
      if (min != null) {
        assertThat(plainBytes(min, -0.0))
            .as(column.name())
            .isEqualTo(hex(statistics.getMinBytes()));
        assertThat(plainBytes(max, 0.0)).as(column.name()).isEqualTo(hex(statistics.getMaxBytes()));
      }
    }

    void check(PartMetrics.ColumnMetrics metrics) {
      assertThat(metrics.name()).isEqualTo(column.name());
      assertThat(metrics.values()).isEqualTo(entries);
      assertThat(metrics.nulls()).isEqualTo(nulls);
      boolean isBounded = min != null && !isUnordered && !column.isList();
      assertThat(metrics.lower()).isEqualTo(isBounded ? bound(plainBytes(min, -0.0)) : null);
      assertThat(metrics.upper()).isEqualTo(isBounded ? bound(plainBytes(max, 0.0)) : null);
    }

    private static String bound(String hex) {
      return hex.length() <= 128 ? hex : null;
    }

    private String plainBytes(Object value, double zero) {
      if (value instanceof byte[] bytes) {
        return hex(bytes);
      }
      ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      if (value instanceof Boolean bit) {
        buffer.put((byte) (bit ? 1 : 0));
      } else if (value instanceof Double number) {
        buffer.putDouble(number == 0 ? zero : number);
      } else if (column.type() == ColumnType.DATE) {
        buffer.putInt(((Long) value).intValue());
      } else {
        buffer.putLong((Long) value);
      }
      return HexFormat.of().formatHex(buffer.array(), 0, buffer.position());
    }

    private static String hex(byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
  }
}
