package org.crashtag.decode.etw;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.crashtag.bytes.MalformedException.verify;

import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.JsonText;
import org.crashtag.decode.NetworkAddress;
import org.crashtag.decode.PrivateText;
import org.crashtag.decode.SidText;
import org.crashtag.decode.SystemTimeText;
import org.crashtag.decode.etw.EventSchema.Field;

/**
 * Converts the payload of a TraceLogging event to JSON: one object with a key for each field.
 * Arrays become lists, structs become objects. Not safe for use by several threads; reusable for
 * any number of events.
 */
final class EventPayload {
  /**
   * Values can be empty (structs without members), so their number is limited by the payload's
   * size.
   */
  private static final int MOST_VALUES_PER_BYTE = 20;

  /** Binary values of this size can be the MAC address of a network card or access point. */
  private static final int HARDWARE_ADDRESS_BYTES = 6;

  private final PrivateText privacy;
  private final JsonText json = new JsonText();
  private Bytes data;
  private boolean wide;
  private int at;
  private long values;

  EventPayload(PrivateText privacy) {
    this.privacy = privacy;
  }

  /**
   * Converts a payload to JSON.
   *
   * @param payload the whole payload: the fields must end where it ends
   * @param wide whether pointers have 64 bits
   */
  String text(EventSchema schema, Bytes payload, boolean wide) {
    this.data = payload;
    this.wide = wide;
    this.at = 0;
    this.values = (long) MOST_VALUES_PER_BYTE * (payload.length() + schema.bytes());
    json.clear();
    writeObject(schema.fields());
    verify(
        at == data.length(),
        Reason.CORRUPT,
        data.offset() + at,
        () ->
            "the event "
                + schema.name()
                + " has "
                + (data.length() - at)
                + " bytes after its fields");
    return json.toString();
  }

  private void writeObject(List<Field> fields) {
    json.raw('{');
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      if (i > 0) {
        json.raw(',');
      }
      json.raw(field.key());
      writeField(field);
    }
    json.raw('}');
  }

  private void writeField(Field field) {
    int start = json.length();
    switch (field.count()) {
      case ONE -> writeValue(field);
      case FIXED -> writeArray(field, field.fixedCount());
      case COUNTED -> writeArray(field, u16());
    }
    if (field.isPrivate() && !privacy.keepsAll()) {
      json.string(privacy.whole(json.takeFrom(start)));
    }
  }

  private void writeArray(Field field, int count) {
    if (isCharacters(field)) {
      writeCharacters(field, count);
      return;
    }
    json.raw('[');
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        json.raw(',');
      }
      writeValue(field);
    }
    json.raw(']');
  }

  private static boolean isCharacters(Field field) {
    return field.format() == FieldFormat.STRING
        && (field.type() == FieldType.INT8
            || field.type() == FieldType.UINT8
            || field.type() == FieldType.UINT16);
  }

  private void writeCharacters(Field field, int count) {
    boolean utf16 = field.type() == FieldType.UINT16;
    writeText(
        take(utf16 ? 2 * count : count), utf16 ? 2 * count : count, utf16 ? UTF_16LE : ISO_8859_1);
  }

  private void writeValue(Field field) {
    values--;
    verify(values >= 0, Reason.LIMIT, data.offset() + at, "more values than a payload can contain");
    switch (field.type()) {
      case NULL -> json.raw("null");
      case UNICODE_STRING -> writeUtf16();
      case ANSI_STRING -> writeAnsi(charset(field.format()));
      case INT8 -> writeSmall(field.format(), (byte) data.u8(take(1)), 1);
      case UINT8 -> writeSmall(field.format(), data.u8(take(1)), 1);
      case INT16 -> writeNumber(field.format(), (short) data.u16(take(2)), 2);
      case UINT16 -> writeSmall(field.format(), data.u16(take(2)), 2);
      case INT32 -> writeNumber(field.format(), data.i32(take(4)), 4);
      case UINT32 -> writeNumber(field.format(), data.u32(take(4)), 4);
      case INT64 -> writeNumber(field.format(), data.i64(take(8)), 8);
      case UINT64 -> writeUnsigned(field.format(), data.i64(take(8)));
      case FLOAT -> json.number(Float.intBitsToFloat(data.i32(take(4))));
      case DOUBLE -> json.number(Double.longBitsToDouble(data.i64(take(8))));
      case BOOL32 -> json.bool(data.i32(take(4)) != 0);
      case BINARY, COUNTED_BINARY, CUSTOM -> writeBinary(field.format(), u16());
      case GUID -> json.string(data.guid(take(16)).toString());
      case POINTER -> writeHex(wide ? data.i64(take(8)) : data.u32(take(4)), wide ? 8 : 4);
      case FILE_TIME -> writeFileTime(data.i64(take(8)));
      case SYSTEM_TIME -> json.string(SystemTimeText.of(data, take(16)));
      case SID -> writeSid();
      case HEX_INT32 -> writeHex(data.u32(take(4)), 4);
      case HEX_INT64 -> writeHex(data.i64(take(8)), 8);
      case COUNTED_STRING -> writeCounted(UTF_16LE);
      case COUNTED_ANSI_STRING -> writeCounted(charset(field.format()));
      case STRUCT -> writeObject(field.members());
    }
  }

  /** Skips the next bytes and returns their position. */
  private int take(int size) {
    int start = at;
    verify(
        size <= data.length() - at,
        Reason.CORRUPT,
        data.offset() + at,
        () ->
            "a value of " + size + " bytes, but the payload has " + (data.length() - at) + " left");
    at += size;
    return start;
  }

  private int u16() {
    return data.u16(take(2));
  }

  private static Charset charset(FieldFormat format) {
    return switch (format) {
      case UTF8, JSON, XML -> UTF_8;
      case DEFAULT,
          NO_PRINT,
          STRING,
          BOOLEAN,
          HEX,
          PID,
          TID,
          PORT,
          IPV4,
          IPV6,
          SOCKET_ADDRESS,
          WIN32_ERROR,
          NTSTATUS,
          HRESULT,
          FILE_TIME,
          SIGNED,
          UNSIGNED,
          PKCS7_WITH_TYPE_INFO,
          CODE_POINTER,
          DATE_TIME_UTC ->
          ISO_8859_1;
    };
  }

  private void writeUtf16() {
    int start = at;
    while (data.u16(take(2)) != 0) {
      // Skip the NUL.
    }
    writeText(start, at - 2 - start, UTF_16LE);
  }

  private void writeAnsi(Charset charset) {
    int start = at;
    while (data.u8(take(1)) != 0) {
      // Skip the NUL.
    }
    writeText(start, at - 1 - start, charset);
  }

  private void writeCounted(Charset charset) {
    int size = u16();
    writeText(take(size), size, charset);
  }

  private void writeText(int start, int size, Charset charset) {
    json.string(privacy.parts(data.decode(start, size, charset)));
  }

  /** A number that can represent a character, a boolean or a port. */
  private void writeSmall(FieldFormat format, int value, int bytes) {
    if (format == FieldFormat.STRING) {
      int unsigned = bytes == 1 ? value & 0xFF : value;
      json.string(String.valueOf((char) unsigned));
    } else if (format == FieldFormat.BOOLEAN) {
      json.bool(value != 0);
    } else if (format == FieldFormat.PORT) {
      json.number(Short.reverseBytes((short) value) & 0xFFFF);
    } else {
      writeNumber(format, value, bytes);
    }
  }

  private void writeNumber(FieldFormat format, long value, int bytes) {
    switch (format) {
      case HEX, NTSTATUS, HRESULT, CODE_POINTER -> writeHex(value, bytes);
      case BOOLEAN -> json.bool(value != 0);
      case IPV4 -> json.string(NetworkAddress.ipv4(value));
      case FILE_TIME, DATE_TIME_UTC -> writeFileTime(value);
      case SIGNED ->
          json.number(bytes == 8 ? value : value << (64 - 8 * bytes) >> (64 - 8 * bytes));
      case UNSIGNED -> writeDecimal(bytes == 8 ? value : value & ((1L << (8 * bytes)) - 1));
      case DEFAULT,
          NO_PRINT,
          STRING,
          PID,
          TID,
          PORT,
          IPV6,
          SOCKET_ADDRESS,
          XML,
          JSON,
          WIN32_ERROR,
          UTF8,
          PKCS7_WITH_TYPE_INFO ->
          json.number(value);
    }
  }

  private void writeUnsigned(FieldFormat format, long value) {
    if (format == FieldFormat.DEFAULT || format == FieldFormat.NO_PRINT) {
      writeDecimal(value);
    } else {
      writeNumber(format, value, 8);
    }
  }

  private void writeDecimal(long unsigned) {
    if (unsigned >= 0) {
      json.number(unsigned);
    } else {
      json.raw(Long.toUnsignedString(unsigned));
    }
  }

  private void writeHex(long value, int bytes) {
    HexFormat hex = HexFormat.of();
    String digits =
        switch (bytes) {
          case 1 -> hex.toHexDigits((byte) value);
          case 2 -> hex.toHexDigits((short) value);
          case 4 -> hex.toHexDigits((int) value);
          default -> hex.toHexDigits(value);
        };
    json.raw("\"0x").raw(digits).raw('"');
  }

  private void writeFileTime(long value) {
    if (TraceClock.microsOfFileTime(value) == TraceClock.NO_TIME) {
      writeDecimal(value);
    } else {
      json.string(FileTime.instant(value).toString());
    }
  }

  private void writeBinary(FieldFormat format, int size) {
    int start = take(size);
    if (format == FieldFormat.IPV6 && size == 16) {
      json.string(NetworkAddress.ipv6(data, start));
    } else if (format == FieldFormat.SOCKET_ADDRESS && NetworkAddress.isSocket(data, start, size)) {
      json.string(NetworkAddress.socket(data, start));
    } else if (format == FieldFormat.STRING) {
      writeText(start, size, ISO_8859_1);
    } else if (format == FieldFormat.UTF8 || format == FieldFormat.JSON) {
      writeText(start, size, UTF_8);
    } else {
      boolean isAddress = size == HARDWARE_ADDRESS_BYTES;
      json.string(privacy.opaque(data.slice(start, size), isAddress));
    }
  }

  private void writeSid() {
    int size = SidText.bytes(data, at);
    json.string(SidText.of(data, take(size)));
  }
}
