package org.crashtag.decode.etw;

import java.util.Optional;

/**
 * How the value of a field is stored: the in-types of TraceLogging. Sources: Microsoft's
 * documentation of TDH in-types and of the TraceLogging wrapper macros; microsoft/tracelogging
 * (MIT), {@code TraceLoggingDynamic.h}.
 */
enum FieldType {
  NULL(0),
  /** UTF-16, NUL-terminated. */
  UNICODE_STRING(1),
  /** 8-bit characters, NUL-terminated. */
  ANSI_STRING(2),
  INT8(3),
  UINT8(4),
  INT16(5),
  UINT16(6),
  INT32(7),
  UINT32(8),
  INT64(9),
  UINT64(10),
  FLOAT(11),
  DOUBLE(12),
  BOOL32(13),
  /** u16 bytes, bytes. */
  BINARY(14),
  GUID(15),
  /** As wide as the pointers of the process. */
  POINTER(16),
  FILE_TIME(17),
  SYSTEM_TIME(18),
  SID(19),
  HEX_INT32(20),
  HEX_INT64(21),
  /** u16 bytes, UTF-16. */
  COUNTED_STRING(22),
  /** u16 bytes, 8-bit characters. */
  COUNTED_ANSI_STRING(23),
  /** No value: the next fields are its members. */
  STRUCT(24),
  /** u16 bytes, bytes; unlike BINARY, also in arrays. */
  COUNTED_BINARY(25),
  /** u16 bytes, bytes in a format of the provider. */
  CUSTOM(-1);

  private static final FieldType[] BY_NUMBER = new FieldType[32];

  static {
    for (FieldType type : values()) {
      if (type.number >= 0) {
        BY_NUMBER[type.number] = type;
      }
    }
  }

  private final int number;

  FieldType(int number) {
    this.number = number;
  }

  /** The type with a number from 0 to 31. */
  static Optional<FieldType> of(int number) {
    return Optional.ofNullable(BY_NUMBER[number]);
  }

  /** Whether values are plain numbers, which identify nobody. */
  boolean isNumber() {
    return switch (this) {
      case INT8,
          UINT8,
          INT16,
          UINT16,
          INT32,
          UINT32,
          INT64,
          UINT64,
          FLOAT,
          DOUBLE,
          BOOL32,
          POINTER,
          FILE_TIME,
          SYSTEM_TIME,
          HEX_INT32,
          HEX_INT64 ->
          true;
      case NULL,
          UNICODE_STRING,
          ANSI_STRING,
          BINARY,
          GUID,
          SID,
          COUNTED_STRING,
          COUNTED_ANSI_STRING,
          STRUCT,
          COUNTED_BINARY,
          CUSTOM ->
          false;
    };
  }
}
