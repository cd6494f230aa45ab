package org.crashtag.decode.messages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.nio.charset.Charset;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.FileTime;
import org.crashtag.decode.NetworkAddress;
import org.crashtag.decode.SidText;
import org.crashtag.decode.StatusNames;

/** The values of items as Microsoft's tracefmt shows them under {@code s}. */
final class ItemText {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");
  private static final HexFormat DASHED = HexFormat.ofDelimiter("-");

  private ItemText() {}

  /** The value of {@code size} bytes, at most eight, those above its width zero. */
  static long number(Bytes data, int at, int size) {
    return switch (size) {
      case 1 -> data.u8(at);
      case 2 -> data.u16(at);
      case 4 -> data.u32(at);
      default -> data.i64(at);
    };
  }

  /** The value that {@link Item#size} found to take {@code size} bytes. */
  static String of(Item item, Bytes data, int at, int size) {
    Map<Integer, String> names = item.names();
    return switch (item.type()) {
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
          POINTER ->
          Long.toString(FormatSpec.signed(number(data, at, size), size));
      case NTSTATUS, NDIS_STATUS -> status(data.i32(at));
      case HRESULT -> named(data.i32(at), StatusNames.HRESULT.of(data.i32(at)));
      case WINERROR -> error(data.i32(at));
      case NDIS_OID -> StatusNames.hex(data.i32(at));
      case LIST_BYTE, LIST_SHORT, LIST_LONG -> listed((int) number(data, at, size), names);
      case SET_BYTE, SET_SHORT, SET_LONG -> set((int) number(data, at, size), names);
      case ENUM -> constant(data.i32(at), names);
      case FLAGS_ENUM -> flags(data.i32(at), names);
      case GUID, CLSID, IID, LIBID -> '{' + data.guid(at).toString() + '}';
      case IP_ADDRESS -> NetworkAddress.ipv4(data.u32(at));
      case PORT -> Integer.toString(data.u8(at) << 8 | data.u8(at + 1));
      case IPV6_ADDRESS -> NetworkAddress.shortIpv6(data, at);
      case MAC_ADDRESS -> DASHED.formatHex(data.slice(at, size).toArray());
      case CHAR4 -> printable(data, at, size);
      case TIMESTAMP -> time(data.i64(at));
      case TIME_DELTA -> duration(data.i64(at), 1000);
      case WAIT_TIME -> duration(data.i64(at), 10_000_000);
      case DOUBLE -> RealText.of(Double.longBitsToDouble(data.i64(at)), 'g', -1);
      case STRING -> data.decode(at, size - 1, WINDOWS_1252);
      case LINE -> withoutLineEnd(data.decode(at, size - 1, WINDOWS_1252));
      case WIDE_STRING -> data.decode(at, size - 2, UTF_16LE);
      case WIDE_LINE -> withoutLineEnd(data.decode(at, size - 2, UTF_16LE));
      case COUNTED_STRING -> data.decode(at + 2, size - 2, WINDOWS_1252);
      case COUNTED_WIDE_STRING -> data.decode(at + 2, size - 2, UTF_16LE);
      case HEX_DUMP -> SPACED.formatHex(data.slice(at + 2, size - 2).toArray());
      case SID -> SidText.of(data, at);
    };
  }

  private static String status(int value) {
    return value == 0 ? "STATUS_SUCCESS" : named(value, StatusNames.NTSTATUS.of(value));
  }

  private static String named(int value, String name) {
    String number = StatusNames.hex(value);
    return name == null ? number : number + '(' + name + ')';
  }

  private static String error(int value) {
    String name = StatusNames.WINERROR.of(value);
    String number = Integer.toUnsignedString(value);
    return name == null ? number : number + '(' + name + ')';
  }

  private static String listed(int value, Map<Integer, String> names) {
    String name = names.get(value);
    return name == null ? "!0x" + Integer.toHexString(value) + '!' : named(value, name);
  }

  private static String constant(int value, Map<Integer, String> names) {
    String name = names.get(value);
    return name == null ? Integer.toString(value) : name;
  }

  private static String set(int value, Map<Integer, String> names) {
    StringJoiner bits = new StringJoiner(",", "[", "]");
    for (int bit = 0; bit < Integer.SIZE; bit++) {
      if ((value >>> bit & 1) != 0) {
        String name = names.get(bit);
        bits.add(name == null ? Integer.toString(bit) : name);
      }
    }
    return bits.toString();
  }

  /** With the bits' names if there is one for each. */
  private static String flags(int value, Map<Integer, String> names) {
    StringJoiner bits = new StringJoiner("|");
    for (int rest = value; rest != 0; rest &= rest - 1) {
      String name = names.get(Integer.lowestOneBit(rest));
      if (name == null) {
        return StatusNames.hex(value);
      }
      bits.add(name);
    }
    return named(value, value == 0 ? null : bits.toString());
  }

  private static String printable(Bytes data, int at, int size) {
    byte[] characters = data.slice(at, size).toArray();
    for (int i = 0; i < size; i++) {
      if (characters[i] < ' ' || characters[i] > '~') {
        characters[i] = '.';
      }
    }
    return new String(characters, ISO_8859_1);
  }

  /** ISO 8601, UTC, to 100 ns; the number if a calendar of four-digit years doesn't have it. */
  private static String time(long fileTime) {
    if (FileTime.timestamp(fileTime) == null) {
      return Long.toString(fileTime);
    }
    LocalDateTime time = LocalDateTime.ofInstant(FileTime.instant(fileTime), ZoneOffset.UTC);
    return String.format(
        Locale.ROOT,
        "%04d-%02d-%02dT%02d:%02d:%02d.%07dZ",
        time.getYear(),
        time.getMonthValue(),
        time.getDayOfMonth(),
        time.getHour(),
        time.getMinute(),
        time.getSecond(),
        time.getNano() / 100);
  }

  /** {@code days~hours:minutes:seconds}, whatever the sign. */
  private static String duration(long steps, long stepsPerSecond) {
    long seconds = Math.abs(steps / stepsPerSecond);
    return seconds / 86_400
        + "~"
        + seconds / 3600 % 24
        + ":"
        + seconds / 60 % 60
        + ":"
        + seconds % 60;
  }

  private static String withoutLineEnd(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }
}
