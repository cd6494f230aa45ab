package org.crashtag.decode.manifest;

import java.util.Locale;

/**
 * How a field should be displayed, if that affects its value. Source: Microsoft's documentation of
 * the EventManifest's OutputType.
 */
enum OutType {
  NORMAL,
  HEX,
  BOOLEAN,
  /** In network byte order, as is PORT. */
  IPV4,
  PORT,
  IPV6,
  SOCKET_ADDRESS,
  UTF8;

  /** The type with this name in a manifest, with any prefix. */
  static OutType of(String name) {
    return switch (name.substring(name.indexOf(':') + 1).toLowerCase(Locale.ROOT)) {
      case "hexint8", "hexint16", "hexint32", "hexint64", "ntstatus", "hresult", "codepointer" ->
          HEX;
      case "boolean" -> BOOLEAN;
      case "ipv4" -> IPV4;
      case "port" -> PORT;
      case "ipv6" -> IPV6;
      case "socketaddress" -> SOCKET_ADDRESS;
      case "utf8", "json", "xml" -> UTF8;
      default -> NORMAL;
    };
  }

  boolean isNetworkAddress() {
    return this == IPV4 || this == IPV6 || this == SOCKET_ADDRESS;
  }
}
