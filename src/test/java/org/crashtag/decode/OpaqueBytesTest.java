package org.crashtag.decode;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.crashtag.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpaqueBytesTest {
  private static final Privacy HASH = new Privacy(Privacy.Mode.HASH, new byte[] {1});
  private static final Privacy KEEP = new Privacy(Privacy.Mode.KEEP, new byte[] {1});
  private static final Privacy DROP = new Privacy(Privacy.Mode.DROP, new byte[] {1});

  @Test
  void privateBytesAreHashedAsAWholeKeptOrDropped() {
    Bytes bytes = bytes("0102");

    assertThat(OpaqueBytes.text(bytes, true, HASH)).isEqualTo("#" + HASH.hash("0102"));
    assertThat(OpaqueBytes.text(bytes, true, KEEP)).isEqualTo("0102");
    assertThat(OpaqueBytes.text(bytes, true, DROP)).isNull();
    assertThat(OpaqueBytes.text(bytes, false, HASH)).isEqualTo("0102");
    assertThat(OpaqueBytes.text(bytes, false, DROP)).isEqualTo("0102");
    assertThat(OpaqueBytes.text(Bytes.NONE, true, HASH)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"home", "\\??\\HID#VID", "C:\\Users\\anna", "Zuhause", "Иван", "zürich", "家庭网络"})
  void textIsFoundWhereverItStands(String text) {
    for (String before : new String[] {"", "ff", "0a00", "808aff", "01000000f0ffffff"}) {
      assertPrivate(before + hex(text.getBytes(UTF_8)) + "00");
      assertPrivate(before + hex(text.getBytes(UTF_8)) + "00ffff");
      assertPrivate(before + hex(text.getBytes(UTF_8)));
      if (text.charAt(0) < 0x2E80) {
        assertPrivate(before + hex(text.getBytes(UTF_16LE)) + "0000");
        assertPrivate(before + hex(text.getBytes(UTF_16LE)) + "000034ffffff");
        assertPrivate(before + hex(text.getBytes(UTF_16LE)));
      }
    }
  }

  @Test
  void countedTextHasNoEnd() {
    assertPrivate("0400" + hex("home".getBytes(UTF_8)) + "ff12");
    assertPublic("0500" + hex("home".getBytes(UTF_8)) + "ff12");
    assertPrivate("ff" + hex("home net".getBytes(UTF_8)) + "ff12");
    assertPrivate("ff" + hex("Anna".getBytes(UTF_16LE)) + "ff12");
    assertPrivate("ff" + hex("Ana".getBytes(UTF_16LE)) + "0000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "41",
        "41424300",
        "01000000",
        "00000000c0010000",
        "103412808affffff",
        "f06a4e1f0a88ffff40c0ffff",
        "0d0000c0",
        "2a0000003b000000",
      })
  void numbersAndAddressesOfTheKernelAreShown(String hex) {
    assertPublic(hex);
  }

  @Test
  void fewAddressesOfTheKernelLookLikeText() {
    Random random = new Random(7);
    int taken = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new byte[16];
      random.nextBytes(bytes);
      System.arraycopy(new byte[] {-128, -1, -1}, 0, bytes, 5, 3);
      System.arraycopy(new byte[] {0, 0, 0}, 0, bytes, 9, 3);
      taken += OpaqueBytes.holdText(Bytes.of(bytes)) ? 1 : 0;
    }
    assertThat(taken).isLessThan(500);
  }

  @ParameterizedTest
  @CsvSource({
    "wdiwifi, 6, true",
    "Netwtw04, 6, true",
    "ACMENET, 6, true",
    "BthUsb, 16, true",
    "wdiwifi, 5, false",
    "USBXHCI, 16, false",
    "HDAudBus, 16, false",
    ", 16, false",
  })
  void driverOfANetworkCanHoldAddresses(String driver, int size, boolean can) {
    boolean holds =
        OpaqueBytes.isOfNetwork(driver) && OpaqueBytes.canHoldAddress(Bytes.of(new byte[size]));
    assertThat(holds).isEqualTo(can);
  }

  private static void assertPrivate(String hex) {
    assertThat(OpaqueBytes.text(bytes(hex), false, HASH)).as(hex).startsWith("#");
  }

  private static void assertPublic(String hex) {
    assertThat(OpaqueBytes.text(bytes(hex), false, HASH)).isEqualTo(hex);
  }

  private static Bytes bytes(String hex) {
    return Bytes.of(HexFormat.of().parseHex(hex));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
