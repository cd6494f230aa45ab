package org.crashtag.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DumpBodyTest {
  private static final String ACME = "\\SystemRoot\\system32\\drivers\\acme.sys";

  @Test
  void fullDumpHasItsPagesBehindTheHeader() {
    DumpBuilder wide = DumpBuilder.of(MachineKind.X64, DumpKind.FULL).pages(3);
    DumpBuilder narrow = DumpBuilder.of(MachineKind.X86, DumpKind.FULL).pages(3);

    assertThat(new HandReading(DumpBytes.of(wide)).u64(0x90)).isEqualTo(3);
    assertThat(regionIn(wide)).isEqualTo(0x2000 + 3 * 0x1000);
    assertThat(new HandReading(DumpBytes.of(narrow)).u32(0x68)).isEqualTo(3);
    assertThat(regionIn(narrow)).isEqualTo(0x1000 + 3 * 0x1000);
  }

  @ParameterizedTest
  @CsvSource({"BITMAP_FULL,FDMP", "BITMAP_KERNEL,SDMP", "AUTOMATIC,SDMP"})
  void bitmapDumpLeadsToItsPages(DumpKind kind, String signature) {
    DumpBuilder builder = DumpBuilder.of(MachineKind.X64, kind).pages(11).bitmapBits(40_000);
    HandReading dump = new HandReading(DumpBytes.of(builder));

    assertThat(dump.ascii(0x2000, 8)).isEqualTo(signature + "DUMP");
    long firstPage = dump.u64(0x2020);
    assertThat(firstPage).isGreaterThanOrEqualTo(0x2038 + 40_000 / 8).isEqualTo(0x4000);
    assertThat(dump.u64(0x2028)).isEqualTo(11);
    assertThat(dump.u64(0x2030)).isEqualTo(40_000);
    assertThat(dump.u64(0x2038)).as("bits of eleven pages").isEqualTo(0x7FF);
    assertThat(regionIn(builder)).isEqualTo(firstPage + 11 * 0x1000);
  }

  @Test
  void summaryDumpIsNarrow() {
    DumpBuilder builder = DumpBuilder.of(MachineKind.X86, DumpKind.SUMMARY).pages(5);
    HandReading dump = new HandReading(DumpBytes.of(builder));

    assertThat(dump.ascii(0x1000, 8)).isEqualTo("SDMPDUMP");
    assertThat(dump.u64(0x1020)).isEqualTo(0x2000);
    assertThat(dump.u64(0x1028)).isEqualTo(5);
    assertThat(dump.u64(0x1030)).isEqualTo(5);
    assertThat(dump.u8(0x1038)).isEqualTo(0x1F);
    assertThat(regionIn(builder)).isEqualTo(0x2000 + 5 * 0x1000);
  }

  @ParameterizedTest
  @EnumSource(names = {"RANGE_KERNEL", "RANGE_ACTIVE", "RANGE_FULL"})
  void rangeDumpListsItsRanges(DumpKind kind) {
    DumpBuilder builder = DumpBuilder.of(MachineKind.ARM64, kind).range(1, 2).range(9, 4);
    HandReading dump = new HandReading(DumpBytes.of(builder));

    assertThat(dump.u32(0x2000)).isEqualTo(0x40);
    assertThat(dump.ascii(0x2004, 8)).isEqualTo("RDMPDUMP");
    long firstPage = dump.u64(0x2018);
    assertThat(dump.u64(0x2010) - 0x20).isEqualTo(firstPage - 0x2040);
    assertThat(dump.u64(0x2030)).isEqualTo(1);
    assertThat(dump.u64(0x2038)).isEqualTo(2);
    assertThat(dump.u64(0x2040)).isEqualTo(9);
    assertThat(dump.u64(0x2048)).isEqualTo(4);
    assertThat(dump.u64(0x2050)).isZero();
    assertThat(regionIn(builder)).isEqualTo(firstPage + 6 * 0x1000);
  }

  @Test
  void wideMinidumpListsModulesAndUnloadedDrivers() {
    HandReading dump = new HandReading(DumpBytes.of(minidump(MachineKind.X64)));

    assertThat(dump.u32(0x2000 + 0x34)).isEqualTo(2);
    long acme = dump.u32(0x2000 + 0x30) + 0x90;
    long name = dump.u32(acme);
    assertThat(dump.u32(name)).isEqualTo(ACME.length());
    assertThat(dump.utf16(name + 4, ACME.length() + 1L)).isEqualTo(ACME + '\0');
    long pool = dump.u32(0x2000 + 0x38);
    assertThat(name).isBetween(pool, pool + dump.u32(0x2000 + 0x3C));
    assertThat(dump.u64(acme + 0x38)).isEqualTo(0xFFFF_F800_8000_0000L);
    assertThat(dump.u32(acme + 0x48)).isEqualTo(0x21000);
    assertThat(dump.u32(acme + 0x80)).isEqualTo(0xABCDE);
    assertThat(dump.u32(acme + 0x88)).isEqualTo(0xF1234567L);

    long unloaded = dump.u32(0x2000 + 0x18);
    assertThat(dump.u64(unloaded)).isEqualTo(2);
    long second = unloaded + 8 + 56;
    assertThat(dump.u32(second) & 0xFFFF).as("bytes of a name cut to twelve").isEqualTo(24);
    assertThat(dump.utf16(second + 16, 12)).isEqualTo("dump_storage");
    assertThat(dump.u64(second + 40)).isEqualTo(0xFFFF_F800_9000_0000L);
    assertThat(dump.u64(second + 48)).isEqualTo(0xFFFF_F800_9001_0000L);
  }

  @Test
  void narrowMinidumpListsModulesAndUnloadedDrivers() {
    HandReading dump = new HandReading(DumpBytes.of(minidump(MachineKind.X86)));

    assertThat(dump.u32(0x1000 + 0x34)).isEqualTo(2);
    long acme = dump.u32(0x1000 + 0x30) + 0x4C;
    assertThat(dump.utf16(dump.u32(acme) + 4, ACME.length())).isEqualTo(ACME);
    assertThat(dump.u32(acme + 0x1C)).isEqualTo(0x80000000L);
    assertThat(dump.u32(acme + 0x24)).isEqualTo(0x21000);
    assertThat(dump.u32(acme + 0x44)).isEqualTo(0xABCDE);
    assertThat(dump.u32(acme + 0x48)).isEqualTo(0xF1234567L);

    long unloaded = dump.u32(0x1000 + 0x18);
    assertThat(dump.u32(unloaded)).isEqualTo(2);
    long second = unloaded + 4 + 40;
    assertThat(dump.utf16(second + 8, 12)).isEqualTo("dump_storage");
    assertThat(dump.u32(second + 32)).isEqualTo(0x90000000L);
    assertThat(dump.u32(second + 36)).isEqualTo(0x90010000L);
  }

  @ParameterizedTest
  @EnumSource(MachineKind.class)
  void minidumpEndsWithItsMarkWhereTheRegionBegins(MachineKind machine) {
    DumpBuilder builder = minidump(machine).bodyEndAtLeast(100_001);
    HandReading dump = new HandReading(DumpBytes.of(builder));
    long sizeOfDump = dump.u32(machine.headerBytes() + 0x04);

    assertThat(sizeOfDump).isBetween(100_001L, 100_008L).isEqualTo(regionIn(builder));
    assertThat(dump.ascii(dump.u32(machine.headerBytes() + 0x08), 4)).isEqualTo("TRGD");
    assertThat(dump.ascii(sizeOfDump, 8)).isEqualTo("DumpBlob");
  }

  @Test
  void minidumpKeepsItsFiller() {
    DumpBuilder builder = minidump(MachineKind.X64).filler(new byte[] {'m', 'e', 'm', '!'});
    HandReading dump = new HandReading(DumpBytes.of(builder));

    assertThat(dump.ascii(0x2000, dump.length() - 0x2000)).contains("mem!");
  }

  @Test
  void sizeOfDumpCanLie() {
    DumpBuilder builder = minidump(MachineKind.X64);
    long truth = regionIn(builder);

    assertThat(new HandReading(DumpBytes.of(builder.claimSizeOfDump(0xFFFFFFF0L))).u32(0x2004))
        .isEqualTo(0xFFFFFFF0L);
    assertThat(regionIn(builder)).isEqualTo(truth);
  }

  private static DumpBuilder minidump(MachineKind machine) {
    long top = machine.wide() ? 0xFFFF_F800_0000_0000L : 0;
    return DumpBuilder.of(machine, DumpKind.TRIAGE)
        .module(new SampleModule("ntoskrnl.exe", top + 0x7000_0000L, 0x800000, 1, 2))
        .module(new SampleModule(ACME, top + 0x8000_0000L, 0x21000, 0xABCDE, 0xF1234567L))
        .unloaded(new UnloadedDriver("gone.sys", top, top + 0x1000))
        .unloaded(new UnloadedDriver("dump_storage.sys", top + 0x9000_0000L, top + 0x9001_0000L));
  }

  private static long regionIn(DumpBuilder builder) {
    return builder.image().layout().orElseThrow().regionStart();
  }
}
