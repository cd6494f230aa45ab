package org.crashtag.decode.manifest;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the value of a field is stored. Source: Microsoft's documentation of the EventManifest's
 * InputType.
 */
enum InType {
  INT8("Int8", 1),
  UINT8("UInt8", 1),
  INT16("Int16", 2),
  UINT16("UInt16", 2),
  INT32("Int32", 4),
  UINT32("UInt32", 4),
  INT64("Int64", 8),
  UINT64("UInt64", 8),
  FLOAT("Float", 4),
  DOUBLE("Double", 8),
  BOOLEAN("Boolean", 4),
  HEX_INT32("HexInt32", 4),
  HEX_INT64("HexInt64", 8),
  GUID("GUID", 16),
  FILE_TIME("FILETIME", 8),
  SYSTEM_TIME("SYSTEMTIME", 16),
  /** As wide as the pointers of the writer. */
  POINTER("Pointer", 0),
  /** UTF-16, NUL-terminated or with the length of the field in characters. */
  UNICODE_STRING("UnicodeString", 0),
  ANSI_STRING("AnsiString", 0),
  BINARY("Binary", 0),
  /** u16 count of bytes, then the bytes. */
  COUNTED_UNICODE_STRING("CountedUnicodeString", 0),
  COUNTED_ANSI_STRING("CountedAnsiString", 0),
  COUNTED_BINARY("CountedBinary", 0),
  SID("SID", 0);

  private static final Map<String, InType> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(type -> type.type, Function.identity()));

  private final String type;
  private final int bytes;

  InType(String type, int bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  /** The type with this name in a manifest, with any prefix. */
  static Optional<InType> of(String name) {
    return Optional.ofNullable(BY_NAME.get(name.substring(name.indexOf(':') + 1)));
  }

  /** Size in bytes; 0 if it is stored in the bytes or specified by the field. */
  int bytes() {
    return bytes;
  }

  /** Whether values are integers, which can be lengths of other fields. */
  boolean isInteger() {
    return switch (this) {
      case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64, HEX_INT32, HEX_INT64 -> true;
      case FLOAT,
          DOUBLE,
          BOOLEAN,
          GUID,
          FILE_TIME,
          SYSTEM_TIME,
          POINTER,
          UNICODE_STRING,
          ANSI_STRING,
          BINARY,
          COUNTED_UNICODE_STRING,
          COUNTED_ANSI_STRING,
          COUNTED_BINARY,
          SID ->
          false;
    };
  }

  boolean isSigned() {
    return this == INT8 || this == INT16 || this == INT32 || this == INT64;
  }

  /** Whether values can identify somebody: texts and bytes. */
  boolean isNumber() {
    return isInteger()
        || this == FLOAT
        || this == DOUBLE
        || this == BOOLEAN
        || this == POINTER
        || this == FILE_TIME
        || this == SYSTEM_TIME;
  }

  /** Whether the length of a field counts its characters or bytes. */
  boolean hasLength() {
    return this == UNICODE_STRING || this == ANSI_STRING || this == BINARY;
  }
}
