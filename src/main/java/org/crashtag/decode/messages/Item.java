package org.crashtag.decode.messages;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.crashtag.bytes.Bytes;
import org.crashtag.decode.PrivateText;

/**
 * The type of an argument with the names of its values.
 *
 * @param type how it is stored
 * @param names of values; of a set, of its bits; empty without any
 * @param hasPrivateName whether a text in it names a person, a machine or a network
 */
record Item(ItemType type, Map<Integer, String> names, boolean hasPrivateName) {
  /** The result for a value that does not fit. */
  static final int NONE = -1;

  private static final int SID_HEADER_BYTES = 8;
  private static final int MOST_SUB_AUTHORITIES = 15;

  /**
   * The item of an argument; empty if its type or list of names is unknown.
   *
   * @param enumerations by name
   */
  static Optional<Item> of(TraceMessage.Argument argument, Enumerations enumerations) {
    ItemType type = ItemType.of(argument.item()).orElse(null);
    if (type == null) {
      return Optional.empty();
    }
    Map<Integer, String> names = Map.of();
    if (type == ItemType.ENUM || type == ItemType.FLAGS_ENUM) {
      names = enumerations.of(argument.names());
    } else if (type.hasList()) {
      names = list(argument.names());
    }
    return names == null
        ? Optional.empty()
        : Optional.of(new Item(type, names, PrivateText.isPrivateName(argument.expression())));
  }

  /**
   * {@code Init=1, GetCount, Stop=0xC8}: a name without a number continues the count; null if it is
   * not a list.
   */
  private static Map<Integer, String> list(String text) {
    Map<Integer, String> names = new HashMap<>();
    int next = 0;
    for (String member : List.of(text.split(",", -1))) {
      int equals = member.indexOf('=');
      if (equals >= 0) {
        try {
          next = (int) (long) Long.decode(member.substring(equals + 1).strip());
        } catch (NumberFormatException e) {
          return null;
        }
      }
      String name = (equals < 0 ? member : member.substring(0, equals)).strip();
      names.putIfAbsent(next, name);
      next++;
    }
    return names;
  }

  /** Size in bytes of the value at {@code at}, or {@link #NONE}. */
  int size(Bytes data, int at, int pointerBytes) {
    int left = data.length() - at;
    int size =
        switch (type) {
          case POINTER -> pointerBytes;
          case STRING, LINE -> terminated(data, at);
          case WIDE_STRING, WIDE_LINE -> wideTerminated(data, at);
          case COUNTED_STRING, HEX_DUMP -> left < 2 ? NONE : 2 + data.u16(at);
          case COUNTED_WIDE_STRING -> left < 2 || data.u16(at) % 2 != 0 ? NONE : 2 + data.u16(at);
          case SID -> sid(data, at);
          case CHAR,
              UCHAR,
              SHORT,
              USHORT,
              LONG,
              ULONG,
              ULONG_X,
              LONG_LONG,
              ULONG_LONG,
              LONG_LONG_X,
              LONG_LONG_XX,
              LONG_LONG_O,
              NTSTATUS,
              HRESULT,
              WINERROR,
              NDIS_STATUS,
              NDIS_OID,
              LIST_BYTE,
              LIST_SHORT,
              LIST_LONG,
              SET_BYTE,
              SET_SHORT,
              SET_LONG,
              ENUM,
              FLAGS_ENUM,
              GUID,
              CLSID,
              IID,
              LIBID,
              IP_ADDRESS,
              PORT,
              IPV6_ADDRESS,
              MAC_ADDRESS,
              CHAR4,
              TIMESTAMP,
              TIME_DELTA,
              WAIT_TIME,
              DOUBLE ->
              type.bytes();
        };
    return size <= left ? size : NONE;
  }

  private static int terminated(Bytes data, int at) {
    for (int end = at; end < data.length(); end++) {
      if (data.u8(end) == 0) {
        return end + 1 - at;
      }
    }
    return NONE;
  }

  private static int wideTerminated(Bytes data, int at) {
    for (int end = at; end <= data.length() - 2; end += 2) {
      if (data.u16(end) == 0) {
        return end + 2 - at;
      }
    }
    return NONE;
  }

  private static int sid(Bytes data, int at) {
    if (data.length() - at < SID_HEADER_BYTES
        || data.u8(at) != 1
        || data.u8(at + 1) > MOST_SUB_AUTHORITIES) {
      return NONE;
    }
    return SID_HEADER_BYTES + 4 * data.u8(at + 1);
  }
}
