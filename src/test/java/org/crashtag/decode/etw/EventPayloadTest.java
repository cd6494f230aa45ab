package org.crashtag.decode.etw;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Privacy;
import org.crashtag.sample.EtwEvent;
import org.crashtag.sample.EtwLogger;
import org.crashtag.sample.EtwTrace;
import org.crashtag.sample.TraceLoggingFields;
import org.crashtag.testing.EtwRecords;
import org.crashtag.testing.FieldTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every in-type and out-type of TraceLogging, in-types as Microsoft numbers them. */
class EventPayloadTest {
  private static final Guid PROVIDER = Guid.constant("11111111-2222-3333-4444-555555555555");
  private static final Instant TIME = Instant.parse("2026-02-03T04:05:06.7Z");

  static Stream<Arguments> values() {
    return Stream.of(
        value("null", 0, 0, "", "null"),
        value(
            "UTF-16",
            1,
            0,
            hex(utf16("Gr\u00FC\u00DFe \uD83D\uDE00\0")),
            "\"Gr\u00FC\u00DFe \uD83D\uDE00\""),
        value("UTF-16 of nothing", 1, 0, "0000", "\"\""),
        value("UTF-16 with half a pair", 1, 0, "00dc61000000", "\"\uFFFDa\""),
        value("ANSI", 2, 0, hex("e\u00E9\0".getBytes(StandardCharsets.ISO_8859_1)), "\"e\u00E9\""),
        value("ANSI as UTF-8", 2, 35, hex("\u00E9\0".getBytes(UTF_8)), "\"\u00E9\""),
        value("ANSI as JSON", 2, 12, hex("{\"a\":1}\0".getBytes(UTF_8)), "\"{\\\"a\\\":1}\""),
        value("ANSI as XML", 2, 11, hex("<a/>\0".getBytes(UTF_8)), "\"<a/>\""),
        value("control characters", 2, 0, "010a0d095c2200", "\"\\u0001\\n\\r\\t\\\\\\\"\""),
        value("int8", 3, 0, "ff", "-1"),
        value("int8 as character", 3, 2, "41", "\"A\""),
        value("int8 as high character", 3, 2, "e9", "\"\u00E9\""),
        value("uint8", 4, 0, "ff", "255"),
        value("uint8 in hex", 4, 4, "0f", "\"0x0f\""),
        value("uint8 as boolean", 4, 3, "01", "true"),
        value("uint8 as character", 4, 2, "41", "\"A\""),
        value("uint8 as signed", 4, 17, "ff", "-1"),
        value("int16", 5, 0, "feff", "-2"),
        value("int16 as unsigned", 5, 18, "feff", "65534"),
        value("uint16", 6, 0, "feff", "65534"),
        value("uint16 as port", 6, 7, "01bb", "443"),
        value("uint16 in hex", 6, 4, "3412", "\"0x1234\""),
        value("uint16 as character", 6, 2, "3042", "\"\u4230\""),
        value("int32", 7, 0, "ffffffff", "-1"),
        value("int32 as HRESULT", 7, 15, "05000780", "\"0x80070005\""),
        value("int32 in hex", 7, 4, "ff000000", "\"0x000000ff\""),
        value("uint32", 8, 0, "ffffffff", "4294967295"),
        value("uint32 as pid", 8, 5, "04000000", "4"),
        value("uint32 as tid", 8, 6, "08000000", "8"),
        value("uint32 as Win32 error", 8, 13, "05000000", "5"),
        value("uint32 as NTSTATUS", 8, 14, "9a0000c0", "\"0xc000009a\""),
        value("uint32 as boolean", 8, 3, "00000000", "false"),
        value("uint32 as code pointer", 8, 37, "00100000", "\"0x00001000\""),
        value("int64", 9, 0, "00000000000000 80".replace(" ", ""), "-9223372036854775808"),
        value("int64 as FILETIME", 9, 16, hex(time()), "\"2026-02-03T04:05:06.700Z\""),
        value("int64 as time UTC", 9, 38, hex(time()), "\"2026-02-03T04:05:06.700Z\""),
        value("uint64", 10, 0, "ffffffffffffffff", "18446744073709551615"),
        value("uint64 in hex", 10, 4, "ff00000000000000", "\"0x00000000000000ff\""),
        value("uint64 as unsigned", 10, 18, "ffffffffffffffff", "18446744073709551615"),
        value("uint64 as code pointer", 10, 37, "0010000000f8ffff", "\"0xfffff80000001000\""),
        value("float", 11, 0, "0000c03f", "1.5"),
        value("float that is none", 11, 0, "0000c07f", "\"NaN\""),
        value("double", 12, 0, "000000000000f83f", "1.5"),
        value("double without end", 12, 0, "000000000000f07f", "\"Infinity\""),
        value("true", 13, 0, "02000000", "true"),
        value("false", 13, 0, "00000000", "false"),
        value("binary", 14, 0, "0300aabbcc", "\"aabbcc\""),
        value("binary of nothing", 14, 0, "0000", "\"\""),
        value("binary as text", 14, 2, "02004142", "\"AB\""),
        value("binary as UTF-8", 14, 35, "0200c3a9", "\"\u00E9\""),
        value("binary as PKCS7", 14, 36, "0100aa", "\"aa\""),
        value("GUID", 15, 0, "11111111222233334444555555555555", '"' + PROVIDER.toString() + '"'),
        value("pointer", 16, 0, "0010000000f8ffff", "\"0xfffff80000001000\""),
        value("FILETIME", 17, 0, hex(time()), "\"2026-02-03T04:05:06.700Z\""),
        value("FILETIME that is none", 17, 0, "ffffffffffffffff", "18446744073709551615"),
        value(
            "SYSTEMTIME",
            18,
            0,
            "ea0702000200030004000500060007 00".replace(" ", ""),
            "\"2026-02-03T04:05:06.007\""),
        value("SID", 19, 0, "010100000000000512000000", "\"S-1-5-18\""),
        value("hex32", 20, 0, "78563412", "\"0x12345678\""),
        value("hex64", 21, 0, "0807060504030201", "\"0x0102030405060708\""),
        value("counted UTF-16", 22, 0, "0400" + hex(utf16("ab")), "\"ab\""),
        value("counted UTF-16 with NUL", 22, 0, "060061000000" + "6200", "\"a\\u0000b\""),
        value("counted ANSI", 23, 0, "02006162", "\"ab\""),
        value("counted ANSI as UTF-8", 23, 35, "0200c3a9", "\"\u00E9\""),
        value("counted binary", 25, 0, "0200aabb", "\"aabb\""),
        value("IPv4", 8, 8, "c0a80001", "\"192.168.0.1\""),
        value(
            "IPv6", 14, 9, "1000" + "20010db8000000000000000000000001", "\"2001:db8:0:0:0:0:0:1\""),
        value(
            "socket of IPv4",
            14,
            10,
            "1000" + "020001bbc0a80001" + "0000000000000000",
            "\"192.168.0.1:443\""),
        value(
            "socket of IPv6",
            14,
            10,
            "1c00" + "170001bb00000000" + "20010db8000000000000000000000001" + "00000000",
            "\"[2001:db8:0:0:0:0:0:1]:443\""),
        value("socket of nobody", 14, 10, "0200ffff", "\"ffff\""),
        value("unknown out-type", 8, 99, "01000000", "1"));
  }

  private static Arguments value(
      String what, int inType, int outType, String bytes, String expected) {
    return Arguments.of(what, inType, outType, bytes, expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void valueOfEachType(String what, int inType, int outType, String bytes, String expected) {
    assertThat(fields(new TraceLoggingFields(what).field("v", inType, outType, unhex(bytes))))
        .isEqualTo("{\"v\":" + expected + "}");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void twoOfEachTypeInArrays(String what, int inType, int outType, String bytes, String expected) {
    boolean isText = outType == 2 && (inType == 3 || inType == 4 || inType == 6);
    String both =
        isText
            ? expected.substring(0, expected.length() - 1) + expected.substring(1)
            : "[" + expected + "," + expected + "]";
    TraceLoggingFields fields =
        new TraceLoggingFields(what)
            .add(
                "counted",
                FieldTypes.array(inType, outType),
                FieldTypes.values(2, unhex(bytes + bytes)))
            .add("fixed", FieldTypes.array(inType, outType, 2), unhex(bytes + bytes))
            .number("behind", 7);

    assertThat(fields(fields))
        .isEqualTo("{\"counted\":" + both + ",\"fixed\":" + both + ",\"behind\":7}");
  }

  @Test
  void pointersOf32BitProcessesHaveFourBytes() {
    TraceLoggingFields fields =
        new TraceLoggingFields("Narrow").field("p", 16, 0, unhex("00100080"));
    byte[] event = EtwRecords.narrow(new EtwEvent(PROVIDER, 1).fields(fields).toBytes());

    assertThat(fields(event, Privacy.Mode.KEEP)).isEqualTo("{\"p\":\"0x80001000\"}");
  }

  @Test
  void structsNestAndRepeat() {
    TraceLoggingFields fields =
        new TraceLoggingFields("Structs")
            .struct("outer", 2)
            .number("a", 1)
            .struct("inner", 1)
            .text("b", "x")
            .add("list", FieldTypes.array(FieldTypes.STRUCT, 1), FieldTypes.values(3, new byte[0]))
            .field("n", 4, 0, new byte[] {7, 8, 9})
            .add("none", FieldTypes.array(8, 0), FieldTypes.values(0, new byte[0]));

    assertThat(fields(fields))
        .isEqualTo(
            "{\"outer\":{\"a\":1,\"inner\":{\"b\":\"x\"}},"
                + "\"list\":[{\"n\":7},{\"n\":8},{\"n\":9}],\"none\":[]}");
  }

  @Test
  void fieldsOfTheProvidersOwnSerializerAreHex() {
    TraceLoggingFields fields =
        new TraceLoggingFields("Custom")
            .add(
                "c",
                FieldTypes.custom(5, new byte[] {1, 2, 3}),
                FieldTypes.values(1, new byte[] {(byte) 0xAB}))
            .number("n", 1);

    assertThat(fields(fields)).isEqualTo("{\"c\":\"ab\",\"n\":1}");
  }

  @Test
  void eventWithoutFieldsHasNone() {
    assertThat(fields(new TraceLoggingFields("Empty"))).isEqualTo("{}");
  }

  @Test
  void namesThatOccurTwiceAreToldApart() {
    assertThat(fields(new TraceLoggingFields("E").number("a", 1).number("a", 2).number("\"", 3)))
        .isEqualTo("{\"a\":1,\"a#2\":2,\"\\\"\":3}");
  }

  @ParameterizedTest
  @CsvSource({"Ssid", "profileName", "UserName", "BSSID", "ComputerName", "MacAddress"})
  void fieldsThatNameSomebodyAreHashedAsAWhole(String name) {
    Privacy privacy = Decoded.privacy(Privacy.Mode.HASH);
    TraceLoggingFields fields =
        new TraceLoggingFields("E")
            .text(name, "home")
            .add(name + "s", FieldTypes.array(4, 0), FieldTypes.values(2, new byte[] {1, 2}));

    assertThat(fields(new EtwEvent(PROVIDER, 1).fields(fields), Privacy.Mode.HASH))
        .isEqualTo(
            "{\""
                + name
                + "\":\""
                + privacy.hash("\"home\"")
                + "\",\""
                + name
                + "s\":\""
                + privacy.hash("[1,2]")
                + "\"}");
    assertThat(fields(new EtwEvent(PROVIDER, 1).fields(fields), Privacy.Mode.DROP))
        .isEqualTo("{\"" + name + "\":null,\"" + name + "s\":null}");
  }

  @Test
  void sidsAndAddressesAreHashed() {
    TraceLoggingFields fields =
        new TraceLoggingFields("E")
            .field("who", 19, 0, unhex("010100000000000512000000"))
            .field("where", 8, 8, unhex("c0a80001"))
            .text("path", "C:\\Users\\alice\\x");

    assertThat(fields(new EtwEvent(PROVIDER, 1).fields(fields), Privacy.Mode.DROP))
        .isEqualTo("{\"who\":null,\"where\":null,\"path\":\"C:\\\\Users\\\\*\\\\x\"}");
  }

  @Test
  void numbersWhoseNamesOnlyMentionNetworksStay() {
    TraceLoggingFields fields = new TraceLoggingFields("E").number("NumBssids", 3);

    assertThat(fields(new EtwEvent(PROVIDER, 1).fields(fields), Privacy.Mode.HASH))
        .isEqualTo("{\"NumBssids\":3}");
  }

  @Test
  void nestingWithoutEndIsRefused() {
    TraceLoggingFields fields = new TraceLoggingFields("Deep");
    for (int i = 0; i < 5000; i++) {
      fields.struct("s", 1);
    }

    assertThat(reject(fields)).contains("structs nested more than 16 deep");
  }

  @Test
  void valuesWithoutBytesAreRefusedWhereTheyAreTooMany() {
    TraceLoggingFields fields = new TraceLoggingFields("Many");
    for (int i = 0; i < 4; i++) {
      fields.add("s", FieldTypes.array(FieldTypes.STRUCT, 1, 0xFFFF), new byte[0]);
    }

    assertThat(reject(fields.add("n", FieldTypes.array(0, 0, 0xFFFF), new byte[0])))
        .contains("more values than a payload can contain");
  }

  private static String fields(TraceLoggingFields fields) {
    return fields(new EtwEvent(PROVIDER, 1).fields(fields), Privacy.Mode.KEEP);
  }

  private static String fields(EtwEvent event, Privacy.Mode mode) {
    return fields(event.toBytes(), mode);
  }

  private static String fields(byte[] event, Privacy.Mode mode) {
    Decoded decoded = Decoded.of(trace(event), mode, Map.of());
    assertThat(decoded.rejects()).isEmpty();
    return (String) decoded.events().get(0).get("fields");
  }

  private static String reject(TraceLoggingFields fields) {
    Decoded decoded = Decoded.of(trace(new EtwEvent(PROVIDER, 1).fields(fields).toBytes()));
    assertThat(decoded.events().get(0)).containsEntry("fields", null);
    assertThat(decoded.rejects()).hasSize(1);
    return decoded.rejects().get(0);
  }

  private static byte[] trace(byte[] event) {
    EtwLogger logger = new EtwLogger("Log", 1, 0, EtwLogger.SYSTEM_TIME, 1 << 17, TIME, TIME, 0);
    return new EtwTrace(22621, 1, TIME, 1).add(logger.add(event)).toBytes();
  }

  private static byte[] time() {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(FileTime.of(TIME)).array();
  }

  private static byte[] utf16(String text) {
    return text.getBytes(UTF_16LE);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] unhex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
