package org.crashtag.decode;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import org.crashtag.bytes.Guid;

/**
 * The type of the values of a column. Each constant names the Java class of its values; every value
 * may be null.
 */
public enum ColumnType {
  /** {@link String}. */
  TEXT,
  /** {@link Guid}; text in lower case, with dashes and without braces. */
  GUID,
  /** {@link Long}, an address or a bit pattern; text, {@code 0x} and 16 lower-case hex digits. */
  HEX64,
  /** {@link Long}; 64 bits, signed; also used for unsigned 32-bit numbers. */
  BIGINT,
  /** {@link Long}, its 64 bits interpreted as unsigned; DECIMAL(20,0). */
  UNSIGNED64,
  /** {@link Double}. */
  DOUBLE,
  /** {@link Boolean}. */
  BOOLEAN,
  /** {@link Long}, microseconds since 1970-01-01 UTC. */
  TIMESTAMP,
  /** {@link Long}, days since 1970-01-01. */
  DATE,
  /** {@code byte[]}. */
  BYTES;

  /** The Java class of the values. */
  public Class<?> valueClass() {
    return switch (this) {
      case TEXT -> String.class;
      case GUID -> Guid.class;
      case HEX64, BIGINT, UNSIGNED64, TIMESTAMP, DATE -> Long.class;
      case DOUBLE -> Double.class;
      case BOOLEAN -> Boolean.class;
      case BYTES -> byte[].class;
    };
  }

  /** Formats a value, which must not be null, for display. */
  public String text(Object value) {
    return switch (this) {
      case TEXT, GUID, BIGINT, DOUBLE, BOOLEAN -> value.toString();
      case HEX64 -> hex64((Long) value);
      case UNSIGNED64 -> Long.toUnsignedString((Long) value);
      case TIMESTAMP -> instant((Long) value).toString();
      case DATE -> LocalDate.ofEpochDay((Long) value).toString();
      case BYTES -> HexFormat.of().formatHex((byte[]) value);
    };
  }

  /** {@code 0x} and 16 lower-case hex digits. */
  public static String hex64(long value) {
    return "0x" + HexFormat.of().toHexDigits(value);
  }

  /** Converts microseconds since 1970 to an instant. */
  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
  }
}
