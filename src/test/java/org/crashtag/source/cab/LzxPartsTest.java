package org.crashtag.source.cab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.crashtag.bytes.MalformedException;
import org.junit.jupiter.api.Test;

class LzxPartsTest {
  @Test
  void slotsOfEachWindow() {
    int[] slots = {30, 32, 34, 36, 38, 42, 50};
    for (int bits = 15; bits <= 21; bits++) {
      assertThat(LzxFormat.slots(bits)).isEqualTo(slots[bits - 15]);
    }
  }

  @Test
  void slotsAreRangesOfOffsets() {
    assertThat(LzxFormat.firstOffsets()).startsWith(-2, -1, 0, 1, 2, 4, 6, 10, 14, 22);
    assertThat(LzxFormat.footerBits()).startsWith(0, 0, 0, 0, 1, 1, 2, 2, 3, 3).endsWith(17, 17);
    assertThat(LzxFormat.firstOffsets()[49]).isEqualTo((1 << 21) - (1 << 17) - 2);
  }

  @Test
  void codesThatLeaveBitsWithoutAMeaningAreRefused() {
    HuffmanTable table = new HuffmanTable(4, 2);

    assertThat(table.build(new byte[] {1, 2, 3, 3})).isTrue();
    assertThat(table.build(new byte[] {0, 1, 1, 0})).isTrue();
    assertThat(table.build(new byte[] {0, 0, 0, 0})).isFalse();
    assertThat(table.build(new byte[] {0, 0, 1, 0})).isFalse();
    assertThat(table.build(new byte[] {1, 2, 3, 4})).isFalse();
    assertThat(table.build(new byte[] {1, 1, 1, 0})).isFalse();
  }

  @Test
  void longCodesAreReadThroughTheSecondTable() {
    HuffmanTable table = new HuffmanTable(17, 3);
    byte[] lengths = new byte[17];
    for (int symbol = 0; symbol < 16; symbol++) {
      lengths[symbol] = (byte) (symbol + 1);
    }
    lengths[16] = 16;
    assertThat(table.build(lengths)).isTrue();

    for (int symbol = 0; symbol < 17; symbol++) {
      int code = symbol == 16 ? 0xFFFF : (0xFFFF0000 >>> symbol) & 0xFFFF;
      assertThat(read(table, code)).isEqualTo(symbol);
    }
  }

  private static int read(HuffmanTable table, int code) {
    LzxBits bits = new LzxBits();
    bits.bits = (long) code << 48;
    bits.count = 48;
    return bits.read(table);
  }

  @Test
  void translationEndsAfterAGibibyteAndSparesTheLastBytes() {
    assertThat(E8Translation.concerns(0, 11)).isTrue();
    assertThat(E8Translation.concerns(0, 10)).isFalse();
    assertThat(E8Translation.concerns(32_767, 32_768)).isTrue();
    assertThat(E8Translation.concerns(32_768, 32_768)).isFalse();
  }

  @Test
  void translationMakesTargetsRelative() {
    byte[] code = new byte[30];
    code[0] = (byte) 0xE8;
    code[1] = 100;
    code[10] = (byte) 0xE8;
    code[11] = (byte) 0xFF;
    code[12] = (byte) 0xFF;
    code[13] = (byte) 0xFF;
    code[14] = (byte) 0xFF;
    code[20] = (byte) 0xE8;
    code[21] = 100;
    byte[] relative = new E8Translation(200).translate(code, 0, code.length, 50);

    assertThat(relative[1]).isEqualTo((byte) (100 - 50));
    assertThat(relative[11]).isEqualTo((byte) (200 - 1));
    assertThat(relative[12]).isZero();
    assertThat(relative[21]).isEqualTo((byte) 100);
    assertThat(code[1]).isEqualTo((byte) 100);
  }

  /** No bit after a frame's end may have been used. */
  @Test
  void bitsEndWithTheirFrame() throws IOException {
    byte[] block = {0, 0, 0, 0, 2, 0, 1, 0, 0x55, 0x55};
    LzxBits bits = new LzxBits();
    bits.open(DataBlock.read(new CabinetInput(new Channel(block)), 0, 0), 0);

    bits.read(16);
    bits.verifyInside();
    bits.read(1);
    assertThatThrownBy(bits::verifyInside)
        .isInstanceOf(MalformedException.class)
        .hasMessage("an LZX frame's bits end too early");
  }
}
