package org.crashtag.decode.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Map;
import org.crashtag.bytes.Bytes;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.PrivateText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageRendererTest {
  private static final byte[] KEY = {1, 2, 3};

  private final MessageRenderer plain = renderer(Privacy.Mode.KEEP);

  private static MessageRenderer renderer(Privacy.Mode mode) {
    return new MessageRenderer(new PrivateText(new Privacy(mode, KEY)));
  }

  private static MessageTemplate template(
      Enumerations enumerations, String format, String... arguments) {
    String[] lines = new String[arguments.length + 4];
    lines[0] = "6f1d2c3b-4a59-4e0f-8a7b-1c2d3e4f5a6b ringlog // SRC=ringlog.c MJ= MN=";
    lines[1] = "#typev ringlog_c1 10 \"" + format + "\" // LEVEL=L FLAGS=F FUNC=Fn";
    lines[2] = "{";
    for (int i = 0; i < arguments.length; i++) {
      lines[i + 3] = arguments[i] + " -- " + (10 + i);
    }
    lines[arguments.length + 3] = "}";
    return MessageTemplate.of(Entries.of(lines).only(), enumerations).orElse(null);
  }

  private static MessageTemplate template(String format, String... arguments) {
    return template(Enumerations.NONE, format, arguments);
  }

  private static Bytes hex(String hex) {
    return Bytes.of(HexFormat.of().parseHex(hex));
  }

  @ParameterizedTest
  @CsvSource({
    "05000000, 5 0x00000005(A|C)",
    "01000000, One 0x00000001(A)",
    "ffffffff, Last 0xffffffff",
    "00000000, 0 0x00000000"
  })
  void namesOfAnEnumerationComeFromThePdbs(String value, String text) {
    Enumerations enumerations =
        new Enumerations(
            Map.of(
                "_STATE", Map.of(1, "One", -1, "Last"),
                "FLAGS", Map.of(1, "A", 2, "B", 4, "C")));

    assertThat(
            plain.text(
                template(
                    enumerations,
                    "%10!s! %11!s!",
                    "a, ItemEnum(STATE)",
                    "b, ItemFlagsEnum(_FLAGS)"),
                hex(value + value),
                0,
                8))
        .isEqualTo(text);
  }

  @Test
  void percentSignsOfArgumentsAreText() {
    assertThat(plain.text(template("%10!s!", "a, ItemString"), hex("2531302100"), 0, 8))
        .isEqualTo("%10!");
  }

  @Test
  void prefixMayStandBeforeDigits() {
    assertThat(plain.text(template("%0100 tries"), Bytes.NONE, 0, 8)).isEqualTo("100 tries");
    assertThat(template("%0100%%0 tries").message().shownFormat()).isEqualTo("100%%0 tries");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%10!2000000000d!",
        "%10!.2000000000d!",
        "%10!99999d!",
        "%10!!",
        "%10!ld d!",
        "%10!dd!",
        "%10!é!"
      })
  void specificationThatNoLineHasRoomForFitsNothing(String format) {
    assertThat(template(format, "a, ItemLong")).isNull();
  }

  @Test
  void indexThatTheEntryLacksStaysHoweverLarge() {
    assertThat(plain.text(template("%999999999!d! %10!d", "a, ItemLong"), hex("07000000"), 0, 8))
        .isEqualTo("%999999999!d! 7!d");
  }

  @Test
  void textThatOutgrowsItsBoundIsNone() {
    String format = "%10!9999s!".repeat(6000);

    assertThat(plain.text(template(format, "a, ItemString"), hex("6100"), 0, 8)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ItemListByte(a=zz)", "ItemSetLong(=)x", "ItemUnheardOf", "ItemLongLongZ"})
  void argumentOfNoKnownTypeFitsNothing(String item) {
    assertThat(template("a", "x, " + item.replaceFirst("\\)x$", "=)"))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "%10!e!, 000000000000f83f, 1.500000e+00",
    "%10!g!, 0000000000000000, 0",
    "%10!g!, 40af6b93fbcf8e44, 1.81884e+22",
    "%10!g!, f168e388b5f8e43e, 1e-05",
    "%10!G!, 000000000000f07f, INF",
    "%10!s!, 000000000000f8ff, nan",
    "%10!8.1f!, 000000000000f8bf, -1.5",
    "%10!.3g!, 5c8fc2f5285c8f3f, 0.0153",
    "%10!.0e!, 0000000000000000, 0e+00"
  })
  void floatingPointNumbersAreAsPrintfShowsThem(String format, String bytes, String text) {
    assertThat(plain.text(template(format, "a, ItemDouble"), hex(bytes), 0, 8)).isEqualTo(text);
  }

  @Test
  void privatePartOfAStringIsReplaced() {
    MessageTemplate template = template("[%10!40s!] %11!d!", "Path, ItemString", "n, ItemLong");
    Bytes data = hex("433a5c55736572735c616e6e615c7800" + "01000000");

    assertThat(plain.text(template, data, 0, 8))
        .isEqualTo("[" + " ".repeat(25) + "C:\\Users\\anna\\x] 1");
    assertThat(plain.hides()).isFalse();
    MessageRenderer hashing = renderer(Privacy.Mode.HASH);
    assertThat(hashing.text(template, data, 0, 8))
        .matches("\\[C:\\\\Users\\\\[0-9a-f]{32}\\\\x] 1");
    assertThat(hashing.hides()).isTrue();
    MessageRenderer dropping = renderer(Privacy.Mode.DROP);
    assertThat(dropping.text(template, data, 0, 8)).isEqualTo("[C:\\Users\\*\\x] 1");
    assertThat(dropping.hides()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "pSsid->ucSSID, ItemPString, 0300616263",
    "UserName, ItemWString, 6100620063000000",
    "addr, ItemMACAddr, 001122aabbcc",
    "addr, ItemIPAddr, c0a801fe",
    "addr, ItemIPV6Addr, 20010db8000000000000000000000001",
    "buffer, ItemHEXDump, 03000102ff",
    "sid, ItemSid, 010500000000000515000000010000000200000003000000e9030000"
  })
  void privateItemsAreHiddenAsAWhole(String expression, String item, String bytes) {
    Privacy privacy = new Privacy(Privacy.Mode.HASH, KEY);
    MessageTemplate template = template("<%10!s!>", expression + ", " + item);
    String shown = plain.text(template, hex(bytes), 0, 8);
    MessageRenderer hashing = renderer(Privacy.Mode.HASH);

    assertThat(hashing.text(template, hex(bytes), 0, 8))
        .isEqualTo("<" + privacy.hash(shown.substring(1, shown.length() - 1)) + ">");
    assertThat(hashing.hides()).isTrue();
    assertThat(renderer(Privacy.Mode.DROP).text(template, hex(bytes), 0, 8)).isEqualTo("<*>");
  }

  @ParameterizedTest
  @CsvSource({
    "ssid, ItemLong, 01000000",
    "user_name, ItemPtr, 0100000000000000",
    "sid, ItemSid, 010100000000000512000000",
    "id, ItemGuid, 2cac7f5b3b9d1b4a8f0102030405060a",
    "UserName, ItemString, 00",
    "Driver, ItemString, 612e73797300"
  })
  void otherItemsStay(String expression, String item, String bytes) {
    MessageTemplate template = template("<%10!s!>", expression + ", " + item);
    MessageRenderer hashing = renderer(Privacy.Mode.HASH);

    assertThat(hashing.text(template, hex(bytes), 0, 8))
        .isEqualTo(plain.text(template, hex(bytes), 0, 8));
    assertThat(hashing.hides()).isFalse();
  }

  @Test
  void precisionCutsBeforeHashingAndAHashIsNotPadded() {
    MessageTemplate template = template("<%10!50.2s!>", "UserName, ItemString");
    Privacy privacy = new Privacy(Privacy.Mode.HASH, KEY);

    assertThat(renderer(Privacy.Mode.HASH).text(template, hex("61626300"), 0, 8))
        .isEqualTo("<" + privacy.hash("ab") + ">");
  }

  @Test
  void whatTheFormatDoesNotShowIsPrivateInTheArguments() {
    MessageRenderer hashing = renderer(Privacy.Mode.HASH);

    assertThat(hashing.text(template("nothing", "mac, ItemMACAddr"), hex("001122aabbcc"), 0, 8))
        .isEqualTo("nothing");
    assertThat(hashing.hides()).isTrue();
  }
}
