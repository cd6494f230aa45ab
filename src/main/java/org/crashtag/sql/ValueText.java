package org.crashtag.sql;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A value as text. */
enum ValueText {
  /** {@code 2026-03-17 03:15:22.123456}. */
  FOR_READING("uuuu-MM-dd HH:mm:ss.SSSSSS", ""),
  /** ISO 8601: {@code 2026-03-17T03:15:22.123456Z}. */
  FOR_MACHINES("uuuu-MM-dd'T'HH:mm:ss.SSSSSS", "'Z'");

  private final DateTimeFormatter local;
  private final DateTimeFormatter utc;

  ValueText(String pattern, String zone) {
    this.local = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    this.utc = DateTimeFormatter.ofPattern(pattern + zone, Locale.ROOT);
  }

  /** The text of a value of {@link QueryResult#next} other than null. */
  String of(Object value) {
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof OffsetDateTime time) {
      return utc.format(time);
    }
    if (value instanceof LocalDateTime time) {
      return local.format(time);
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(this::element).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + element(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return value.toString();
  }

  private String element(Object value) {
    return value == null ? "NULL" : of(value);
  }
}
