package org.crashtag.decode.smbios;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.crashtag.bytes.Guid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemUuidTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "03000200-0400-0500-0006-000700080009",
        "00010203-0405-0607-0809-0a0b0c0d0e0f",
        "01020304-0506-0708-090a-0b0c0d0e0f10",
        "0f0e0d0c-0b0a-0908-0706-050403020100",
        "00112233-4455-6677-8899-aabbccddeeff",
        "07090201-0103-0301-0807-060504030201",
        "00000001-0000-0002-0000-000300000004",
        "12345678-1234-5678-90ab-cddeefaabbcc",
        "12345678-1234-1234-1234-123456789abc",
        "01234567-89ab-cdef-0123-456789abcdef",
        "fedcba98-7654-3210-fedc-ba9876543210",
        "01010101-0101-0101-0101-010101010101",
        "fefefefe-fefe-fefe-fefe-fefefefefefe",
        "58585858-5858-5858-5858-585858585858",
        "a5b6a5b6-a5b6-a5b6-a5b6-a5b6a5b6a5b6",
        "4711a0b3-9c1d-22f0-4711-a0b39c1d22f0",
        "11111111-2222-3333-4444-555555555555",
        "56f49712-ffff-ffff-ffff-ffffffffffff",
        "ffffff00-ffff-ffff-ffff-ffffffffffff",
        "4c4c4544-0000-0000-0000-000000000000",
        "4c4c4544-0000-2010-8020-80c04f202020",
        "deadbeef-dead-beef-dead-beefdeadbeef",
        "deadbeef-cafe-babe-feed-face00c0ffee",
        "deadbeef-0000-0000-0000-000000000001",
        "0bad7a31-cafe-9d02-feed-30fa1c7e42d8",
        // "To be filled by ", "UNKNOWN" and zeros, "Default string".
        "546f2062-6520-6669-6c6c-656420627920",
        "554e4b4e-4f57-4e00-0000-000000000000",
        "44656661-756c-7420-7374-72696e670000",
        "6ab5b300-538d-1014-9fb5-b0684d007b53",
      })
  void placeholderIsNoNumberInEitherByteOrder(String text) {
    Guid uuid = Guid.constant(text);

    assertThat(SystemUuid.isReal(uuid)).isFalse();
    assertThat(SystemUuid.isReal(SystemUuid.inOtherOrder(uuid))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Dell's, with a service tag in it; HP's, all of it letters and digits of a serial number.
        "4c4c4544-0042-3510-8052-b3c04f4b4e32",
        "39353737-3135-5a43-3233-333153584c46",
        // Zeros and a network card's address, as some boards have it.
        "00000000-0000-0000-0000-0025901a2b3c",
        // Gigabyte's, the address woven into the counting one.
        "038d0240-045c-0538-3106-a40700080009",
        "28ce5d8a-0000-0080-385d-0015f292f865",
        "c0ffee12-5e0b-4f6d-9f6a-30fa1c7e42d8",
      })
  void uuidOfAMachineIsReal(String text) {
    assertThat(SystemUuid.isReal(Guid.constant(text))).isTrue();
  }

  @Test
  void randomUuidsAreReal() {
    Random random = new Random(20_482);
    for (int i = 0; i < 100_000; i++) {
      Guid uuid = new Guid(random.nextLong(), random.nextLong());
      assertThat(SystemUuid.isReal(uuid)).as(uuid.toString()).isTrue();
    }
  }
}
