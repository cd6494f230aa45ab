package org.crashtag.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.TableSchema;
import org.crashtag.table.PartMetrics;

/** What the engine knows of the columns of a part that it has just written. */
final class MergedMetrics {
  /** A longer value is no bound: it would take too much room wherever bounds are kept. */
  private static final int LONGEST_BOUND = 64;

  private static final Comparator<byte[]> UNSIGNED = Arrays::compareUnsigned;

  private MergedMetrics() {}

  /** Of files on the local disk, in their order. */
  static List<PartMetrics> of(TableSchema table, List<Path> files) throws SqlFault {
    List<PartMetrics> metrics = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      for (Path file : files) {
        metrics.add(of(statement, table, file));
      }
    } catch (SQLException e) {
      throw new SqlFault(e);
    }
    return metrics;
  }

  private static PartMetrics of(Statement statement, TableSchema table, Path file)
      throws SQLException {
    String from = " FROM parquet_metadata(" + ViewStatements.literal(file.toString()) + ")";
    Map<String, Column> columns = new HashMap<>();
    table.columns().forEach(column -> columns.put(path(column), column));
    List<Long> offsets = new ArrayList<>();
    List<PartMetrics.ColumnMetrics> metrics = new ArrayList<>();
    try (ResultSet groups =
        statement.executeQuery(
            "SELECT min(coalesce(dictionary_page_offset, data_page_offset))"
                + from
                + " GROUP BY row_group_id ORDER BY 1")) {
      while (groups.next()) {
        offsets.add(groups.getLong(1));
      }
    }
    try (ResultSet chunks =
        statement.executeQuery(
            "SELECT path_in_schema, sum(total_compressed_size), sum(num_values),"
                + " sum(stats_null_count), list(stats_min_value), list(stats_max_value),"
                + " bool_and(stats_min_value IS NOT NULL OR stats_null_count = num_values),"
                + " count(*) = count(stats_null_count)"
                + from
                + " GROUP BY path_in_schema")) {
      while (chunks.next()) {
        Column column = columns.get(chunks.getString(1));
        // Without the number of nulls a reader might skip a file that has some.
        if (column != null && chunks.getBoolean(8)) {
          boolean isBounded = chunks.getBoolean(7) && !column.isList();
          metrics.add(
              new PartMetrics.ColumnMetrics(
                  column.name(),
                  chunks.getLong(2),
                  chunks.getLong(3),
                  chunks.getLong(4),
                  isBounded ? bound(column.type(), chunks.getArray(5), -1) : null,
                  isBounded ? bound(column.type(), chunks.getArray(6), 1) : null));
        }
      }
    }
    return new PartMetrics(offsets, metrics);
  }

  private static String path(Column column) {
    return column.isList() ? column.name() + ", list, element" : column.name();
  }

  /**
   * The smallest or the largest of some values, as {@link PartMetrics} has it.
   *
   * @param sign -1 for the smallest, 1 for the largest
   */
  private static String bound(ColumnType type, Array texts, int sign) throws SQLException {
    List<String> values =
        Arrays.stream((Object[]) texts.getArray())
            .filter(text -> text != null)
            .map(Object::toString)
            .toList();
    if (values.isEmpty()) {
      return null;
    }
    return switch (type) {
      case TEXT, GUID, HEX64 ->
          text(extreme(values.stream().map(value -> value.getBytes(UTF_8)), UNSIGNED, sign));
      case BIGINT -> number(values.stream().map(Long::valueOf), sign);
      case TIMESTAMP -> number(values.stream().map(MergedMetrics::micros), sign);
      case UNSIGNED64 ->
          HexFormat.of()
              .formatHex(
                  extreme(
                          values.stream().map(text -> new BigInteger(text)),
                          Comparator.<BigInteger>naturalOrder(),
                          sign)
                      .toByteArray());
      // Few columns have these types, and NaN has no place among numbers.
      case DATE, DOUBLE, BOOLEAN, BYTES -> null;
    };
  }

  private static <T> T extreme(Stream<T> values, Comparator<T> order, int sign) {
    return values.max(sign < 0 ? order.reversed() : order).orElseThrow();
  }

  private static String text(byte[] value) {
    return value.length <= LONGEST_BOUND ? HexFormat.of().formatHex(value) : null;
  }

  private static String number(Stream<Long> values, int sign) {
    long extreme = extreme(values, Comparator.naturalOrder(), sign);
    byte[] bytes =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(extreme).array();
    return HexFormat.of().formatHex(bytes);
  }

  /** Of a moment as the engine writes it in UTC, {@code 2026-01-02 03:04:05.000007+00}. */
  private static long micros(String text) {
    Instant moment = Instant.parse(text.replace(' ', 'T').replace("+00", "Z"));
    return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
  }
}
