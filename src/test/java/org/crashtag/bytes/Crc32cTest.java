package org.crashtag.bytes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class Crc32cTest {
  private static final byte[] DIGITS = "123456789".getBytes(US_ASCII);

  /** The check value of the algorithm, as RFC 3720 and others give it. */
  @Test
  void textIsThePublishedCheckValue() {
    CRC32C checksum = new CRC32C();
    checksum.update(DIGITS);
    assertThat(Crc32c.text(checksum)).isEqualTo("e3069283");
    assertThat(Crc32c.text(DIGITS)).isEqualTo("e3069283");
    assertThat(Crc32c.text(new byte[0])).isEqualTo("00000000");
  }

  @Test
  void valueIsOfThePart() {
    byte[] more = ("x" + new String(DIGITS, US_ASCII) + "y").getBytes(US_ASCII);
    assertThat(Crc32c.value(more, 1, 9)).isEqualTo(0xE3069283);
  }
}
