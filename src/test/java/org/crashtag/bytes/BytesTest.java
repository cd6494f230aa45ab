package org.crashtag.bytes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
  private static final byte[] COUNTED = {
    (byte) 0xF0,
    (byte) 0xF1,
    (byte) 0xF2,
    (byte) 0xF3,
    (byte) 0xF4,
    (byte) 0xF5,
    (byte) 0xF6,
    (byte) 0xF7
  };

  @Test
  void numbersAreLittleEndian() {
    Bytes bytes = Bytes.of(COUNTED);

    assertThat(bytes.u8(1)).isEqualTo(0xF1);
    assertThat(bytes.u16(1)).isEqualTo(0xF2F1);
    assertThat(bytes.i32(1)).isEqualTo(0xF4F3F2F1);
    assertThat(bytes.u32(1)).isEqualTo(0xF4F3F2F1L);
    assertThat(bytes.i64(0)).isEqualTo(0xF7F6F5F4F3F2F1F0L);
  }

  @Test
  void lastNumberOfTheViewCanBeRead() {
    Bytes bytes = Bytes.of(COUNTED);

    assertThat(bytes.u8(7)).isEqualTo(0xF7);
    assertThat(bytes.u16(6)).isEqualTo(0xF7F6);
    assertThat(bytes.u32(4)).isEqualTo(0xF7F6F5F4L);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 8, Integer.MAX_VALUE})
  void nothingOutsideIsRead(int at) {
    Bytes bytes = Bytes.of(COUNTED);

    assertTruncated(() -> bytes.u8(at));
    assertTruncated(() -> bytes.u16(at));
    assertTruncated(() -> bytes.u32(at));
    assertTruncated(() -> bytes.i64(at));
    assertTruncated(() -> bytes.guid(at));
    assertTruncated(() -> bytes.slice(at, 1));
    assertTruncated(() -> bytes.text(at, 1));
    assertTruncated(() -> bytes.utf16(at, 2));
    assertThat(bytes.hasAscii(at, "x")).isFalse();
  }

  @Test
  void numberThatRunsPastTheEndIsRefused() {
    Bytes bytes = Bytes.of(COUNTED);

    assertTruncated(() -> bytes.u16(7));
    assertTruncated(() -> bytes.u32(5));
    assertTruncated(() -> bytes.i64(1));
    assertTruncated(() -> bytes.slice(0, 9));
    assertTruncated(() -> bytes.slice(0, -1));
    assertTruncated(() -> bytes.slice(7, Integer.MAX_VALUE));
  }

  @Test
  void boundsAreTheViewsNotTheArrays() {
    Bytes middle = Bytes.of(COUNTED, 2, 4, 1000);

    assertThat(middle.length()).isEqualTo(4);
    assertThat(middle.u32(0)).isEqualTo(0xF5F4F3F2L);
    assertThat(middle.hasAscii(0, "xxxxx")).isFalse();
    assertTruncated(() -> middle.u8(4));
    assertTruncated(() -> middle.u32(1));
  }

  @Test
  void faultNamesItsPlaceInTheFile() {
    Bytes view = Bytes.of(COUNTED, 2, 6, 1000).slice(2, 4);

    assertThat(view.offset()).isEqualTo(1002);
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> view.u32(3))
        .withMessage("4 bytes needed at +3 of 4")
        .satisfies(fault -> assertThat(fault.offset()).isEqualTo(1005))
        .satisfies(fault -> assertThat(fault.reason()).isEqualTo(Reason.TRUNCATED));
  }

  @Test
  void viewsPartsMustExist() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> Bytes.of(COUNTED, 4, 5, 0));
  }

  @Test
  void textEndsAtItsNul() {
    Bytes bytes = Bytes.of("name\0residue".getBytes(US_ASCII));

    assertThat(bytes.text(0, 12)).isEqualTo("name");
    assertThat(bytes.text(0, 3)).as("no NUL within").isEqualTo("nam");
    assertThat(bytes.text(4, 8)).isEmpty();
    assertThat(bytes.text(12, 0)).isEmpty();
  }

  @Test
  void everyByteOfTextIsACharacter() {
    assertThat(Bytes.of(new byte[] {(byte) 0xE9, (byte) 0x80}).text(0, 2))
        .isEqualTo("\u00E9\u0080");
  }

  @Test
  void wideTextEndsAtItsWideNul() {
    Bytes bytes = Bytes.of("\u0100x\0residue".getBytes(UTF_16LE));

    assertThat(bytes.utf16(0, bytes.length()))
        .as("a zero byte in a character is no end")
        .isEqualTo("\u0100x");
    assertThat(bytes.utf16(0, 3)).as("half a character is none").isEqualTo("\u0100");
  }

  @Test
  void asciiIsComparedWithinTheView() {
    Bytes bytes = Bytes.of("DumpBlob".getBytes(US_ASCII));

    assertThat(bytes.hasAscii(0, "DumpBlob")).isTrue();
    assertThat(bytes.hasAscii(4, "Blob")).isTrue();
    assertThat(bytes.hasAscii(5, "Blob")).isFalse();
    assertThat(bytes.hasAscii(0, "DumpBlob!")).isFalse();
  }

  @Test
  void guidIsReadAsWindowsStoresIt() {
    byte[] stored = HexFormat.of().parseHex("405a756546f1ea438c9136b85728fd35");

    assertThat(Bytes.of(stored).guid(0))
        .isEqualTo(Guid.constant("65755a40-f146-43ea-8c91-36b85728fd35"));
    assertTruncated(() -> Bytes.of(stored).guid(1));
  }

  @Test
  void copyIsOfTheViewAlone() {
    assertThat(Bytes.of(COUNTED, 2, 3, 0).toArray()).containsExactly(0xF2, 0xF3, 0xF4);
    assertThat(Bytes.NONE.toArray()).isEmpty();
  }

  @Test
  void digestIsFedTheViewAlone() throws Exception {
    MessageDigest whole = MessageDigest.getInstance("SHA-256");
    Bytes.of("xabcx".getBytes(US_ASCII), 1, 3, 0).update(whole);

    assertThat(HexFormat.of().formatHex(whole.digest()))
        .startsWith("ba7816bf8f01cfea414140de5dae2223");
  }

  @Test
  void sizedBytesFollowTheirSize() {
    Bytes bytes = Bytes.of(new byte[] {9, 2, 0, 0, 0, 7, 8, 5});

    assertThat(bytes.sized(1).toArray()).containsExactly(7, 8);
    assertThat(bytes.sized(1).offset()).isEqualTo(5);
    assertTruncated(() -> Bytes.of(new byte[] {4, 0, 0, 0, 1, 2, 3}).sized(0));
    assertTruncated(() -> Bytes.of(new byte[] {-1, -1, -1, -1, 1}).sized(0));
    assertTruncated(() -> Bytes.of(new byte[3]).sized(0));
  }

  @Test
  void hexAndZerosAreOfThePartAlone() {
    Bytes bytes = Bytes.of(new byte[] {1, 0, 0, -1});

    assertThat(bytes.hex(2, 2)).isEqualTo("00ff");
    assertThat(bytes.isZero(1, 2)).isTrue();
    assertThat(bytes.isZero(0, 2)).isFalse();
    assertThat(bytes.isZero(2, 2)).isFalse();
    assertTruncated(() -> bytes.hex(3, 2));
    assertTruncated(() -> bytes.isZero(-1, 2));
  }

  private static void assertTruncated(ThrowingCallable read) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(read)
        .satisfies(fault -> assertThat(fault.reason()).isEqualTo(Reason.TRUNCATED));
  }
}
