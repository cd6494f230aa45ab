package org.crashtag.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KmdfListTest {
  private static final KmdfDriver FRAMEWORK = new KmdfDriver("Wdf01000", 1, 31, 0, 0);
  private static final KmdfDriver ACME = new KmdfDriver("acmenet", 1, 11, 7, 0x8765_4320L);

  @Test
  void wideEntriesHave56Bytes() {
    HandReading list = new HandReading(list(MachineKind.ARM64));

    assertThat(list.length()).isEqualTo(2 * 56);
    assertThat(list.u64(0)).isZero();
    assertThat(list.u32(12)).isEqualTo(31);
    assertThat(list.ascii(20, 11)).isEqualTo("Wdf01000\0xy");
    assertThat(list.u64(56)).isEqualTo(0x8765_4320L);
    assertThat(list.u32(56 + 8)).isEqualTo(1);
    assertThat(list.u32(56 + 12)).isEqualTo(11);
    assertThat(list.u32(56 + 16)).isEqualTo(7);
    assertThat(list.ascii(56 + 20, 36)).isEqualTo("acmenet\0" + "xyz".repeat(9) + "x");
  }

  @Test
  void narrowEntriesHave48Bytes() {
    HandReading list = new HandReading(list(MachineKind.X86));

    assertThat(list.length()).isEqualTo(2 * 48);
    assertThat(list.u32(48)).isEqualTo(0x8765_4320L);
    assertThat(list.u32(48 + 8)).isEqualTo(11);
    assertThat(list.ascii(48 + 16, 32)).isEqualTo("acmenet\0" + "xyz".repeat(8));
  }

  @Test
  void twentyThreeEntriesHave1288Bytes() {
    KmdfList list = new KmdfList(MachineKind.X64);
    for (int i = 0; i < 23; i++) {
      list.add(ACME);
    }

    assertThat(list.toBytes()).hasSize(0x508);
  }

  @Test
  void nameNeedsRoomForItsNul() {
    KmdfList list = new KmdfList(MachineKind.X64);
    KmdfDriver tooLong = new KmdfDriver("n".repeat(32), 1, 31, 0, 0);

    assertThatThrownBy(() -> list.add(tooLong)).isInstanceOf(IllegalArgumentException.class);
    assertThat(list.add(new KmdfDriver("n".repeat(31), 1, 31, 0, 0)).toBytes()).hasSize(56);
  }

  private static byte[] list(MachineKind machine) {
    return new KmdfList(machine)
        .residue(new byte[] {'x', 'y', 'z'})
        .add(FRAMEWORK)
        .add(ACME)
        .toBytes();
  }
}
