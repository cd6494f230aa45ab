package org.crashtag.sql;

import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;

/** The driver's objects as plain values. */
final class ResultValues {
  private ResultValues() {}

  /** The value of {@link QueryResult#next} for {@code value}. */
  static Object of(Object value) throws SQLException {
    if (value == null
        || value instanceof Boolean
        || value instanceof Number
        || value instanceof String
        || value instanceof LocalDateTime
        || value instanceof LocalDate
        || value instanceof LocalTime) {
      return value;
    }
    if (value instanceof OffsetDateTime time) {
      return time.withOffsetSameInstant(ZoneOffset.UTC);
    }
    if (value instanceof Timestamp time) {
      return time.toLocalDateTime();
    }
    if (value instanceof Blob blob) {
      return blob.getBytes(1, (int) blob.length());
    }
    return nested(value);
  }

  private static Object nested(Object value) throws SQLException {
    if (value instanceof Array array) {
      return list((Object[]) array.getArray());
    }
    if (value instanceof DuckDBStruct struct) {
      return map(struct.getMap());
    }
    if (value instanceof Map<?, ?> map) {
      return map(map);
    }
    return value.toString();
  }

  private static List<Object> list(Object[] values) throws SQLException {
    List<Object> list = new ArrayList<>(values.length);
    for (Object value : values) {
      list.add(of(value));
    }
    return list;
  }

  private static Map<String, Object> map(Map<?, ?> values) throws SQLException {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      map.put(String.valueOf(of(entry.getKey())), of(entry.getValue()));
    }
    return map;
  }
}
