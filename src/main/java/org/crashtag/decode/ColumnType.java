package org.crashtag.decode;

/**
 * What a column holds. Each constant names the Java class of its values; every value may be null.
 */
public enum ColumnType {
  /** {@link String}. */
  TEXT,
  /** {@link org.crashtag.bytes.Guid}; text in lower case, with dashes and without braces. */
  GUID,
  /** {@link Long}, an address or a bit pattern; text, {@code 0x} and 16 lower-case hex digits. */
  HEX64,
  /** {@link Long}; 64 bits, signed; also for unsigned 32-bit numbers. */
  BIGINT,
  /** {@link Long}, its 64 bits taken as unsigned; DECIMAL(20,0). */
  UNSIGNED64,
  /** {@link Double}. */
  DOUBLE,
  /** {@link Boolean}. */
  BOOLEAN,
  /** {@link Long}, microseconds since 1970-01-01 UTC. */
  TIMESTAMP,
  /** {@code byte[]}. */
  BYTES
}
