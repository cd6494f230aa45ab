package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.crashtag.bytes.Sha256;
import org.crashtag.decode.Decoders;
import org.crashtag.sql.CommittedViews;
import org.crashtag.sql.QueryResult;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.SqlSession;
import org.crashtag.sql.View;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.OutputFolder;
import org.crashtag.table.Tables;

/**
 * Rows in a form in which those of several engines can be compared: numbers by their value,
 * whatever type an engine gives them, instants, days, bytes in hex, and text.
 */
final class EngineRows {
  private static final char BETWEEN = '|';

  private EngineRows() {}

  /**
   * A table's contents.
   *
   * @param rows their number
   * @param hash of the rows in sorted order
   */
  record Contents(long rows, String hash) {}

  /** The contents of rows in any order. */
  static Contents contents(List<String> rows) {
    List<String> sorted = rows.stream().sorted().toList();
    byte[] all = String.join("\n", sorted).getBytes(UTF_8);
    return new Contents(sorted.size(), Sha256.hex(all));
  }

  /** A driver's object as a value of {@link #row}. */
  static Object plain(Object value) throws SQLException {
    if (value instanceof Blob blob) {
      return blob.getBytes(1, (int) blob.length());
    }
    return value instanceof Array array ? Arrays.asList((Object[]) array.getArray()) : value;
  }

  /** A row. */
  static String row(List<?> values) {
    return values.stream().map(EngineRows::value).collect(Collectors.joining("" + BETWEEN));
  }

  private static String value(Object value) {
    if (value instanceof OffsetDateTime time) {
      return time.toInstant().toString();
    }
    if (value instanceof Timestamp time) {
      return time.toInstant().toString();
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(EngineRows::value).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Double number && !Double.isFinite(number)) {
      return number.toString();
    }
    return value instanceof Number number
        ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }

  /** {@code crashtag sql} in this process. */
  record Committed(List<View> views) {
    static Committed of(String output) throws IOException {
      OutputFolder folder = new OutputFolder(new LocalStorage(), output);
      return new Committed(
          CommittedViews.of(output, folder.manifests(), Tables.all(Decoders.load().tables())));
    }

    /** The rows of a statement. */
    List<String> rows(String sql) throws IOException, SqlFault {
      List<String> rows = new ArrayList<>();
      try (SqlSession session = SqlSession.open(views);
          QueryResult result = session.query(sql)) {
        for (Object[] row = result.next(); row != null; row = result.next()) {
          rows.add(row(Arrays.asList(row)));
        }
      }
      return rows;
    }

    /** The statement that asks for all rows of each table, by table. */
    Map<String, String> selects(String quote) {
      Map<String, String> selects = new TreeMap<>();
      for (View view : views) {
        String columns =
            view.schema().columns().stream()
                .map(column -> quote + column.name() + quote + ", ")
                .collect(Collectors.joining());
        String name = view.schema().name();
        selects.put(name, "SELECT " + columns + "run FROM " + quote + name + quote);
      }
      return selects;
    }

    /** Each table's contents. */
    Map<String, Contents> contents() throws IOException, SqlFault {
      Map<String, Contents> contents = new TreeMap<>();
      for (Map.Entry<String, String> select : selects("\"").entrySet()) {
        contents.put(select.getKey(), EngineRows.contents(rows(select.getValue())));
      }
      return contents;
    }
  }

  /** The moment that Trino writes as {@code 2026-01-01 00:54:29.621}, with or without a zone. */
  static Instant moment(String text) {
    return Instant.parse(text.replaceFirst(" UTC$", "").replace(' ', 'T') + "Z");
  }
}
