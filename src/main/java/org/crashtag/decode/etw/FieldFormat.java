package org.crashtag.decode.etw;

/**
 * How the value of a field should be displayed: the out-types of TraceLogging and TDH. Source:
 * Microsoft's documentation of TDH out-types; microsoft/tracelogging (MIT), {@code
 * TraceLoggingDynamic.h}.
 */
enum FieldFormat {
  DEFAULT(0),
  NO_PRINT(1),
  STRING(2),
  BOOLEAN(3),
  HEX(4),
  PID(5),
  TID(6),
  /** Big-endian. */
  PORT(7),
  IPV4(8),
  IPV6(9),
  SOCKET_ADDRESS(10),
  XML(11),
  JSON(12),
  WIN32_ERROR(13),
  NTSTATUS(14),
  HRESULT(15),
  FILE_TIME(16),
  SIGNED(17),
  UNSIGNED(18),
  UTF8(35),
  PKCS7_WITH_TYPE_INFO(36),
  CODE_POINTER(37),
  DATE_TIME_UTC(38);

  private static final FieldFormat[] BY_NUMBER = new FieldFormat[128];

  static {
    for (FieldFormat format : values()) {
      BY_NUMBER[format.number] = format;
    }
  }

  private final int number;

  FieldFormat(int number) {
    this.number = number;
  }

  /** The format with a number from 0 to 127; the default format if the number is unknown. */
  static FieldFormat of(int number) {
    return BY_NUMBER[number] == null ? DEFAULT : BY_NUMBER[number];
  }

  boolean isNetworkAddress() {
    return this == IPV4 || this == IPV6 || this == SOCKET_ADDRESS;
  }
}
