package org.crashtag.decode;

import org.crashtag.bytes.Bytes;

/**
 * Internet addresses as text. A {@code sockaddr} is u16 family (2 IPv4, 23 IPv6), u16 port,
 * big-endian; then for IPv4 the address, for IPv6 u32 flow and the address. Source: Microsoft's
 * documentation of {@code SOCKADDR}.
 */
public final class NetworkAddress {
  private static final int FAMILY_IPV4 = 2;
  private static final int FAMILY_IPV6 = 23;

  private NetworkAddress() {}

  /** An IPv4 address whose first part is the lowest byte. */
  public static String ipv4(long value) {
    return (value & 0xFF)
        + "."
        + (value >> 8 & 0xFF)
        + "."
        + (value >> 16 & 0xFF)
        + "."
        + (value >> 24 & 0xFF);
  }

  /** An IPv6 address of 16 bytes with all eight groups. */
  public static String ipv6(Bytes data, int at) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 16; i += 2) {
      int group = data.u8(at + i) << 8 | data.u8(at + i + 1);
      text.append(i == 0 ? "" : ":").append(Integer.toHexString(group));
    }
    return text.toString();
  }

  /** An IPv6 address of 16 bytes as in RFC 5952: the longest run of zero groups is {@code ::}. */
  public static String shortIpv6(Bytes data, int at) {
    int[] groups = new int[8];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = data.u8(at + 2 * i) << 8 | data.u8(at + 2 * i + 1);
    }
    int first = longestZeros(groups);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < groups.length; i++) {
      if (i == first) {
        text.append("::");
        i += zeros(groups, i) - 1;
      } else {
        boolean isFirst = text.isEmpty() || text.charAt(text.length() - 1) == ':';
        text.append(isFirst ? "" : ":").append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  /**
   * Start of the longest run of at least two zero groups, the first of equally long ones; -1 if
   * there is none.
   */
  private static int longestZeros(int[] groups) {
    int first = -1;
    int longest = 1;
    for (int i = 0; i < groups.length; i++) {
      int count = zeros(groups, i);
      if (count > longest) {
        longest = count;
        first = i;
      }
    }
    return first;
  }

  private static int zeros(int[] groups, int from) {
    int to = from;
    while (to < groups.length && groups[to] == 0) {
      to++;
    }
    return to - from;
  }

  /**
   * Whether a Windows SOCKADDR_IN or SOCKADDR_IN6 is at {@code at}, judged by its family and size.
   *
   * @param size in bytes of what is there
   */
  public static boolean isSocket(Bytes data, int at, int size) {
    return (size >= 8 && data.u16(at) == FAMILY_IPV4)
        || (size >= 24 && data.u16(at) == FAMILY_IPV6);
  }

  /**
   * The address and port of the SOCKADDR_IN or SOCKADDR_IN6 at {@code at}, as in {@code
   * 192.0.2.1:80} or {@code [2001:db8::1]:80}.
   *
   * @throws org.crashtag.bytes.MalformedException if it is cut off
   */
  public static String socket(Bytes data, int at) {
    int port = data.u8(at + 2) << 8 | data.u8(at + 3);
    return data.u16(at) == FAMILY_IPV4
        ? ipv4(data.u32(at + 4)) + ":" + port
        : "[" + ipv6(data, at + 8) + "]:" + port;
  }
}
