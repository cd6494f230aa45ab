package org.crashtag.decode.manifest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.crashtag.bytes.MalformedException.verify;

import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.JsonText;
import org.crashtag.decode.NetworkAddress;
import org.crashtag.decode.PrivateText;
import org.crashtag.decode.SidText;
import org.crashtag.decode.SystemTimeText;
import org.crashtag.decode.manifest.EventDefinition.ValueNames;
import org.crashtag.decode.manifest.EventTemplate.Element;
import org.crashtag.decode.manifest.EventTemplate.Size;
import org.crashtag.decode.manifest.EventTemplate.Structure;
import org.crashtag.decode.manifest.EventTemplate.Value;

/**
 * Reads payloads of events according to their definitions: consecutive fields without alignment.
 * Not safe for use by several threads; reusable for any number of events.
 */
final class EventReader {
  /** Elements of an array can be empty, so their number is limited by the payload's size. */
  private static final int MOST_VALUES_PER_BYTE = 20;

  /** Longest message; a hostile manifest can repeat a field many times. */
  private static final int MOST_CHARACTERS = 1 << 16;

  /** Binary values of this size can be the MAC address of a network card or access point. */
  private static final int HARDWARE_ADDRESS_BYTES = 6;

  private final PrivateText privacy;
  private final JsonText json = new JsonText();
  private Bytes data;
  private int pointerBytes;
  private long[] numbers = new long[16];
  private int at;
  private long values;

  /** The last value as text without JSON's quotes; null if it has none. */
  private String plain;

  EventReader(PrivateText privacy) {
    this.privacy = privacy;
  }

  /**
   * Reads the payload of an event as JSON and as a message.
   *
   * @param pointerBytes size of the writer's pointers, 4 or 8
   * @return null if the payload does not match the definition
   */
  EventText read(EventTemplate template, Bytes payload, int pointerBytes) {
    this.data = payload;
    this.pointerBytes = pointerBytes;
    this.at = 0;
    this.values = (long) MOST_VALUES_PER_BYTE * (payload.length() + template.places() + 1);
    if (numbers.length < template.places()) {
      numbers = new long[template.places()];
    }
    json.clear();
    String[] inserted = new String[template.elements().size()];
    try {
      writeElements(template.elements(), inserted);
      verify(at == data.length(), Reason.CORRUPT, at, "bytes after the fields");
    } catch (MalformedException e) {
      return null;
    }
    return new EventText(json.toString(), text(template.message(), inserted));
  }

  private static String text(EventMessage message, String[] inserted) {
    if (message == null) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (EventMessage.Part part : message.parts()) {
      boolean isField = part.field() >= 1 && part.field() <= inserted.length;
      text.append(isField ? inserted[part.field() - 1] : part.text());
      if (text.length() > MOST_CHARACTERS) {
        return null;
      }
    }
    return text.toString();
  }

  /**
   * @param inserted receives the text of each element for a message; null if no message needs it
   */
  private void writeElements(List<Element> elements, String[] inserted) {
    json.raw('{');
    for (int i = 0; i < elements.size(); i++) {
      Element element = elements.get(i);
      json.raw(i == 0 ? "" : ",").raw(element.key());
      int start = json.length();
      plain = null;
      writeElement(element);
      if (inserted != null) {
        inserted[i] = plain == null ? json.from(start) : plain;
      }
    }
    json.raw('}');
  }

  private void writeElement(Element element) {
    int start = json.length();
    if (element.count() == null) {
      writeOne(element);
    } else {
      writeArray(element, size(element.count()));
      plain = null;
    }
    if (element instanceof Value value && value.isPrivate() && !privacy.keepsAll()) {
      writeText(privacy.whole(json.takeFrom(start)));
    }
  }

  private void writeArray(Element element, long count) {
    verify(count >= 0, Reason.CORRUPT, at, "a negative count");
    json.raw('[');
    for (long i = 0; i < count; i++) {
      json.raw(i == 0 ? "" : ",");
      writeOne(element);
    }
    json.raw(']');
  }

  private void writeOne(Element element) {
    verify(--values >= 0, Reason.LIMIT, at, "more values than a payload can contain");
    if (element instanceof Structure structure) {
      writeElements(structure.members(), null);
      plain = null;
    } else {
      writeValue((Value) element);
    }
  }

  private long size(Size size) {
    return size.place() < 0 ? size.fixed() : numbers[size.place()];
  }

  /** Skips the next bytes and returns their position. */
  private int take(long size) {
    int start = at;
    verify(size >= 0 && size <= data.length() - at, Reason.CORRUPT, at, "a value is truncated");
    at += (int) size;
    return start;
  }

  private void writeValue(Value value) {
    switch (value.type()) {
      case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64, HEX_INT32, HEX_INT64 ->
          writeInteger(value);
      case FLOAT -> json.number(Float.intBitsToFloat(data.i32(take(4))));
      case DOUBLE -> json.number(Double.longBitsToDouble(data.i64(take(8))));
      case BOOLEAN -> json.bool(data.i32(take(4)) != 0);
      case GUID -> writeText(data.guid(take(16)).toString());
      case FILE_TIME -> writeFileTime(data.i64(take(8)));
      case SYSTEM_TIME -> writeText(SystemTimeText.of(data, take(16)) + "Z");
      case POINTER -> writeHex(number(take(pointerBytes), pointerBytes), pointerBytes);
      case UNICODE_STRING -> writeUnicode(value.length());
      case ANSI_STRING -> writeAnsi(value);
      case BINARY -> writeBinary(value.format(), size(value.length()));
      case COUNTED_UNICODE_STRING -> writeCounted(UTF_16LE);
      case COUNTED_ANSI_STRING -> writeCounted(charset(value.format()));
      case COUNTED_BINARY -> writeBinary(value.format(), data.u16(take(2)));
      case SID -> writeText(SidText.of(data, take(SidText.bytes(data, at))));
    }
  }

  /** The low bits of this many bytes; the others are zero. */
  private long number(int start, int bytes) {
    return switch (bytes) {
      case 1 -> data.u8(start);
      case 2 -> data.u16(start);
      case 4 -> data.u32(start);
      default -> data.i64(start);
    };
  }

  private void writeInteger(Value value) {
    int bytes = value.type().bytes();
    long bits = number(take(bytes), bytes);
    long signed = value.type().isSigned() ? bits << (64 - 8 * bytes) >> (64 - 8 * bytes) : bits;
    // A large unsigned number cannot be a valid length.
    numbers[value.place()] = signed;
    String name = value.names() == null ? null : name(value.names(), bits);
    boolean isHex =
        value.type() == InType.HEX_INT32
            || value.type() == InType.HEX_INT64
            || value.format() == OutType.HEX;
    if (name != null) {
      writeText(name);
    } else if (isHex) {
      writeHex(bits, bytes);
    } else if (value.format() == OutType.BOOLEAN) {
      json.bool(bits != 0);
    } else if (value.format() == OutType.IPV4 && bytes == 4) {
      writeText(NetworkAddress.ipv4(bits));
    } else if (value.format() == OutType.PORT && bytes == 2) {
      json.number(Short.reverseBytes((short) bits) & 0xFFFF);
    } else {
      json.raw(value.type().isSigned() ? Long.toString(signed) : Long.toUnsignedString(bits));
    }
  }

  /** The name of a value; null if it has none. */
  private static String name(ValueNames names, long value) {
    String own = names.texts().get(value);
    if (own != null || !names.ofBits()) {
      return own;
    }
    StringBuilder text = new StringBuilder();
    long rest = value;
    for (Map.Entry<Long, String> bits : new TreeMap<>(names.texts()).entrySet()) {
      if (bits.getKey() != 0 && (value & bits.getKey()) == bits.getKey()) {
        text.append(text.isEmpty() ? "" : "|").append(bits.getValue());
        rest &= ~bits.getKey();
      }
    }
    if (rest != 0) {
      text.append(text.isEmpty() ? "" : "|").append("0x").append(Long.toHexString(rest));
    }
    return text.isEmpty() ? null : text.toString();
  }

  private void writeText(String text) {
    plain = text;
    json.string(text);
  }

  private void writeHex(long value, int bytes) {
    String digits = HexFormat.of().toHexDigits(value);
    writeText("0x" + digits.substring(digits.length() - 2 * bytes));
  }

  private void writeFileTime(long value) {
    if (FileTime.timestamp(value) == null) {
      json.raw(Long.toUnsignedString(value));
    } else {
      writeText(FileTime.instant(value).toString());
    }
  }

  private static Charset charset(OutType format) {
    return format == OutType.UTF8 ? UTF_8 : ISO_8859_1;
  }

  private void writeUnicode(Size length) {
    if (length != null) {
      // Too large and too small ones are refused without an overflow.
      long bytes = 2 * Math.max(-1, Math.min(size(length), Integer.MAX_VALUE));
      int start = take(bytes);
      writeParts(upToNul(data.decode(start, (int) bytes, UTF_16LE)));
      return;
    }
    int start = at;
    while (data.u16(take(2)) != 0) {
      // Skip the NUL.
    }
    writeParts(data.decode(start, at - 2 - start, UTF_16LE));
  }

  private void writeAnsi(Value value) {
    Charset charset = charset(value.format());
    if (value.length() != null) {
      int start = take(size(value.length()));
      writeParts(upToNul(data.decode(start, at - start, charset)));
      return;
    }
    int start = at;
    while (data.u8(take(1)) != 0) {
      // Skip the NUL.
    }
    writeParts(data.decode(start, at - 1 - start, charset));
  }

  private static String upToNul(String text) {
    int nul = text.indexOf(0);
    return nul < 0 ? text : text.substring(0, nul);
  }

  private void writeCounted(Charset charset) {
    int size = data.u16(take(2));
    writeParts(data.decode(take(size), size, charset));
  }

  private void writeParts(String text) {
    writeText(privacy.parts(text));
  }

  private void writeBinary(OutType format, long size) {
    int start = take(size);
    int bytes = (int) size;
    if (format == OutType.IPV6 && bytes == 16) {
      writeText(NetworkAddress.shortIpv6(data, start));
    } else if (format == OutType.SOCKET_ADDRESS && NetworkAddress.isSocket(data, start, bytes)) {
      writeText(NetworkAddress.socket(data, start));
    } else {
      writeText(privacy.opaque(data.slice(start, bytes), bytes == HARDWARE_ADDRESS_BYTES));
    }
  }
}
