package org.crashtag.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.crashtag.bytes.FileTime;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DumpHeaderTest {
  private static final long PAGE_FILL = 0x45474150L;
  private static final Instant CRASHED = Instant.parse("2026-03-17T03:15:22.1234567Z");

  @Test
  void wideFieldsStandWhereTheFormatHasThem() {
    DumpBuilder builder = allFields(MachineKind.X64).attributes(0x80).bootId(77);
    HandReading header = new HandReading(DumpBytes.of(builder));

    assertThat(header.ascii(0, 8)).isEqualTo("PAGEDU64");
    assertThat(header.u32(0x08)).isEqualTo(0xF);
    assertThat(header.u32(0x0C)).isEqualTo(19041);
    assertThat(header.u32(0x30)).isEqualTo(0x8664);
    assertThat(header.u32(0x34)).isEqualTo(8);
    assertThat(header.u32(0x38)).isEqualTo(0xD1);
    assertThat(header.u64(0x40)).isEqualTo(0xFFFF_F800_0000_0001L);
    assertThat(header.u64(0x48)).isEqualTo(2);
    assertThat(header.u64(0x50)).isEqualTo(3);
    assertThat(header.u64(0x58)).isEqualTo(4);
    assertThat(header.u32(0xF00)).isEqualTo(0xC0000005L);
    assertThat(header.u32(0xF98)).isEqualTo(3);
    assertThat(header.u64(0xFA0)).isEqualTo(123_456_789_012L);
    assertThat(header.u64(0xFA8)).isEqualTo(FileTime.of(CRASHED));
    assertThat(header.u64(0x1030)).isEqualTo(36_000_000_000L);
    assertThat(header.u32(0x1038)).isEqualTo(0xCFF);
    assertThat(header.u32(0x103C)).isEqualTo(5);
    assertThat(header.u32(0x1040)).isEqualTo(1);
    assertThat(header.u32(0x1044)).isEqualTo(0x110);
    assertThat(header.u32(0x1048)).isEqualTo(6);
    assertThat(header.u8(0x104D)).isEqualTo(7);
    assertThat(header.u32(0x1050)).isEqualTo(0x80);
    assertThat(header.u32(0x1054)).isEqualTo(77);
  }

  @Test
  void narrowFieldsStandWhereTheFormatHasThem() {
    HandReading header = new HandReading(DumpBytes.of(allFields(MachineKind.X86)));

    assertThat(header.ascii(0, 8)).isEqualTo("PAGEDUMP");
    assertThat(header.u32(0x08)).isEqualTo(0xF);
    assertThat(header.u32(0x0C)).isEqualTo(19041);
    assertThat(header.u32(0x20)).isEqualTo(0x14C);
    assertThat(header.u32(0x24)).isEqualTo(8);
    assertThat(header.u32(0x28)).isEqualTo(0xD1);
    assertThat(header.u32(0x2C)).isEqualTo(1);
    assertThat(header.u32(0x30)).isEqualTo(2);
    assertThat(header.u32(0x34)).isEqualTo(3);
    assertThat(header.u32(0x38)).isEqualTo(4);
    assertThat(header.u8(0x5D)).isEqualTo(7);
    assertThat(header.u32(0x7D0)).isEqualTo(0xC0000005L);
    assertThat(header.u32(0xF88)).isEqualTo(3);
    assertThat(header.u32(0xF8C)).isEqualTo(0xCFF);
    assertThat(header.u32(0xF90)).isEqualTo(5);
    assertThat(header.u32(0xF94)).isEqualTo(1);
    assertThat(header.u32(0xF98)).isEqualTo(0x110);
    assertThat(header.u32(0xF9C)).isEqualTo(6);
    assertThat(header.u64(0xFA0)).isEqualTo(123_456_789_012L);
    assertThat(header.u64(0xFB8)).isEqualTo(36_000_000_000L);
    assertThat(header.u64(0xFC0)).isEqualTo(FileTime.of(CRASHED));
  }

  @Test
  void fieldsNotSetKeepTheFill() {
    HandReading header = new HandReading(DumpBytes.of(headerOnly(MachineKind.ARM64)));

    assertThat(header.u32(0x0C)).isEqualTo(PAGE_FILL);
    assertThat(header.u32(0x38)).isEqualTo(PAGE_FILL);
    assertThat(header.u64(0xFA8)).isEqualTo(PAGE_FILL << 32 | PAGE_FILL);
    assertThat(header.ascii(0xFB0, 8)).isEqualTo("PAGEPAGE");
    assertThat(header.u8(0x104D)).isEqualTo('A');
    assertThat(header.u32(0x30)).isEqualTo(0xAA64);
  }

  @ParameterizedTest
  @CsvSource({"X64,0xF98", "ARM64,0xF98", "X86,0xF88", "ARM,0xF88"})
  void machineAndTypeCanLie(MachineKind machine, String dumpTypeOffset) {
    HandReading header =
        new HandReading(
            DumpBytes.of(
                headerOnly(machine)
                    .field(HeaderField.DUMP_TYPE, 99)
                    .field(HeaderField.MACHINE_IMAGE_TYPE, 0x1234)));

    assertThat(header.u32(Integer.decode(dumpTypeOffset))).isEqualTo(99);
    assertThat(header.u32(machine.wide() ? 0x30 : 0x20)).isEqualTo(0x1234);
  }

  @ParameterizedTest
  @CsvSource({
    "FULL,1",
    "SUMMARY,2",
    "HEADER,3",
    "TRIAGE,4",
    "BITMAP_FULL,5",
    "BITMAP_KERNEL,6",
    "AUTOMATIC,7",
    "RANGE_KERNEL,8",
    "RANGE_ACTIVE,9",
    "RANGE_FULL,10"
  })
  void eachKindTellsItsNumber(DumpKind kind, long number) {
    HandReading header = new HandReading(DumpBytes.of(DumpBuilder.of(MachineKind.X64, kind)));

    assertThat(header.u32(0xF98)).isEqualTo(number);
  }

  @Test
  void narrowHeaderHasNoBootId() {
    assertThatThrownBy(() -> headerOnly(MachineKind.X86).bootId(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("BOOT_ID is not in the header of X86");
  }

  private static DumpBuilder allFields(MachineKind machine) {
    return headerOnly(machine)
        .major(0xF)
        .build(19041)
        .processors(8)
        .bugCheck(0xD1, 0xFFFF_F800_0000_0001L & (machine.wide() ? -1L : 1L), 2, 3, 4)
        .exceptionCode(0xC0000005L)
        .requiredDumpSpace(123_456_789_012L)
        .systemTime(CRASHED)
        .upTime(36_000_000_000L)
        .miniDumpFields(0xCFF)
        .field(HeaderField.SECONDARY_DATA_STATE, 5)
        .productType(1)
        .suiteMask(0x110)
        .field(HeaderField.WRITER_STATUS, 6)
        .field(HeaderField.KD_SECONDARY_VERSION, 7);
  }

  private static DumpBuilder headerOnly(MachineKind machine) {
    return DumpBuilder.of(machine, DumpKind.HEADER).noRegion();
  }
}
