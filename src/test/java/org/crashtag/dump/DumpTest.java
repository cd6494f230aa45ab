package org.crashtag.dump;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.bytes.Window;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.HeaderField;
import org.crashtag.sample.MachineKind;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.DumpsOfEachKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class DumpTest {
  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"HEADER"})
  void everyKindSaysWhereItsRegionStarts(DumpKind kind) throws IOException {
    for (MachineKind machine : MachineKind.values()) {
      DumpBuilder builder = DumpsOfEachKind.builder(machine, kind);
      Dump dump = DumpsUnderTest.read(DumpBytes.of(builder));

      assertThat(DumpType.of(kind.number())).contains(dump.type());
      assertThat(dump.regionStart())
          .as("%s %s", machine, kind)
          .contains(builder.image().layout().orElseThrow().regionStart());
    }
  }

  @ParameterizedTest
  @EnumSource(MachineKind.class)
  void headerAloneSaysNothing(MachineKind machine) throws IOException {
    Dump dump =
        DumpsUnderTest.read(DumpBytes.of(DumpBuilder.of(machine, DumpKind.HEADER).noRegion()));

    assertThat(dump.body()).isEqualTo(new Body.Nothing());
    assertThat(dump.regionStart()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SDMP", "FDMP"})
  void bitmapDumpMayHaveEitherSignature(String signature) throws IOException {
    DumpBuilder builder =
        DumpBuilder.of(MachineKind.X64, DumpKind.AUTOMATIC)
            .pages(2)
            .patch(0x2000, signature.getBytes(US_ASCII));

    assertThat(DumpsUnderTest.read(DumpBytes.of(builder)).body())
        .isEqualTo(new Body.Pages(builder.image().layout().orElseThrow().regionStart()));
  }

  @Test
  void bitmapLargerThanItsPagesMovesThem() throws IOException {
    DumpBuilder builder =
        DumpBuilder.of(MachineKind.X64, DumpKind.BITMAP_FULL).pages(3).bitmapBits(200_000);

    assertThat(DumpsUnderTest.read(DumpBytes.of(builder)).regionStart())
        .contains(builder.image().layout().orElseThrow().regionStart());
  }

  @ParameterizedTest
  @CsvSource({"0,", "11,", "4294967295,"})
  void unknownDumpTypeIsCorrupt(long type) {
    assertRefused(
        DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE).field(HeaderField.DUMP_TYPE, type),
        Reason.CORRUPT,
        "DumpType is " + type);
  }

  @Test
  void dumpTypeThatNobodyWroteIsCorrupt() {
    assertRefused(
        DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE).field(HeaderField.DUMP_TYPE, 0x45474150L),
        Reason.CORRUPT,
        "DumpType was never written");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, (1L << 39) + 1})
  void fullDumpOfImpossiblePagesIsCorrupt(long pages) {
    assertRefused(
        DumpBuilder.of(MachineKind.X64, DumpKind.FULL)
            .pages(1)
            .field(HeaderField.NUMBER_OF_PAGES, pages),
        Reason.CORRUPT,
        "the body claims");
  }

  @Test
  void fullDumpWithoutItsNumberOfPagesIsCorrupt() {
    assertRefused(
        DumpBuilder.of(MachineKind.X64, DumpKind.FULL)
            .pages(1)
            .field(HeaderField.NUMBER_OF_PAGES, 0x4547415045474150L),
        Reason.CORRUPT,
        "NumberOfPages was never written");
  }

  @Test
  void bodyLongerThanTheFileIsCut() throws IOException {
    DumpBuilder builder = DumpBuilder.of(MachineKind.X64, DumpKind.FULL).pages(4);

    assertCut(builder.truncate(0x2000 + 0x3FFF), "body ends at 24576");
  }

  @ParameterizedTest
  @CsvSource({"0x2000,58444D50", "0x2004,00000000"})
  void bitmapDumpWithoutItsSignatureIsCorrupt(String offset, String hex) {
    assertRefused(
        DumpBuilder.of(MachineKind.X64, DumpKind.BITMAP_KERNEL)
            .pages(1)
            .patch(Long.decode(offset), java.util.HexFormat.of().parseHex(hex)),
        Reason.CORRUPT,
        "neither SDMP nor FDMP");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 0x2037, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void bitmapDumpsFirstPageMustBeBehindItsHeader(long offset) {
    assertRefused(
        DumpBuilder.of(MachineKind.X64, DumpKind.BITMAP_KERNEL).pages(1).patch(0x2020, u64(offset)),
        Reason.CORRUPT,
        "the header puts the first page at");
  }

  @Test
  void bitmapDumpCutInItsHeaderIsCut() throws IOException {
    assertCut(
        DumpBuilder.of(MachineKind.X64, DumpKind.BITMAP_KERNEL).pages(1).truncate(0x2037),
        "the bitmap header is cut off");
  }

  @Test
  void rangeDumpsCountsAreAddedWithoutOverflow() {
    DumpBuilder builder =
        DumpBuilder.of(MachineKind.X64, DumpKind.RANGE_FULL).range(1, 1).range(2, 1);

    assertRefused(builder.patch(0x2038, u64(Long.MAX_VALUE)), Reason.CORRUPT, "a range claims");
    assertRefused(
        builder.patch(0x2038, u64(1L << 38)).patch(0x2048, u64((1L << 38) + 1)),
        Reason.CORRUPT,
        "a range claims");
    assertRefused(builder.patch(0x2038, u64(-1)), Reason.CORRUPT, "a range claims");
  }

  @Test
  void rangeDumpsListIsBounded() {
    DumpBuilder builder = DumpBuilder.of(MachineKind.X64, DumpKind.RANGE_FULL).range(1, 1);

    assertRefused(builder.patch(0x2018, u64(1L << 40)), Reason.LIMIT, "the list of ranges takes");
    assertRefused(
        builder.patch(0x2018, u64(0x202F)), Reason.CORRUPT, "the header puts the first page");
    assertRefused(builder.patch(0x2018, u64(-1)), Reason.CORRUPT, "the header puts the first page");
    assertRefused(
        builder.patch(0x2018, u64(0x4000)).patch(0x2004, "XDMP".getBytes(US_ASCII)),
        Reason.CORRUPT,
        "RDMP doesn't follow");
  }

  @Test
  void rangeDumpOfManyRangesIsCounted() throws IOException {
    DumpBuilder builder = DumpBuilder.of(MachineKind.X64, DumpKind.RANGE_ACTIVE);
    for (int i = 0; i < 2_000; i++) {
      builder.range(1 + 3L * i, i % 2);
    }

    assertThat(DumpsUnderTest.read(DumpBytes.of(builder)).regionStart())
        .contains(builder.image().layout().orElseThrow().regionStart());
  }

  @Test
  void triageHeaderIsRead() throws IOException {
    byte[] bytes = DumpBytes.of(DumpBuilder.of(MachineKind.ARM64, DumpKind.TRIAGE));
    Body.Triage triage = (Body.Triage) DumpsUnderTest.read(bytes).body();
    ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

    assertThat(triage.header().sizeOfDump()).isEqualTo(view.getInt(0x2004));
    assertThat(triage.header().validOffset()).isEqualTo(view.getInt(0x2008));
    assertThat(triage.header().unloadedDriversOffset()).isEqualTo(view.getInt(0x2018));
    assertThat(triage.header().driverListOffset()).isEqualTo(view.getInt(0x2030));
    assertThat(triage.header().driverCount()).isZero();
    assertThat(triage.header().stringPoolOffset()).isEqualTo(view.getInt(0x2038));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 0x2000, 0x203F})
  void sizeOfDumpWithinTheHeadersIsCorrupt(long size) {
    assertRefused(
        DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE).claimSizeOfDump(size),
        Reason.CORRUPT,
        "SizeOfDump is " + size);
  }

  @ParameterizedTest
  @ValueSource(longs = {0x80000000L, 0xFFFFFFFFL})
  void sizeOfDumpBeyondTheFileIsCut(long size) throws IOException {
    assertCut(
        DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE).claimSizeOfDump(size),
        "its triage body ends at " + size);
  }

  @ParameterizedTest
  @EnumSource(MachineKind.class)
  void headerFullOfOnesIsCorrupt(MachineKind machine) {
    byte[] ones = new byte[machine.headerBytes() - 8];
    java.util.Arrays.fill(ones, (byte) 0xFF);

    assertRefused(
        DumpBuilder.of(machine, DumpKind.TRIAGE).patch(8, ones),
        Reason.CORRUPT,
        "DumpType is 4294967295");
  }

  @Test
  void summaryHeaderIsBelievedOnlyWhereItFitsTheFile() throws IOException {
    DumpBuilder builder = DumpBuilder.of(MachineKind.X86, DumpKind.SUMMARY).pages(4);
    long start = builder.image().layout().orElseThrow().regionStart();
    assertThat(DumpsUnderTest.read(DumpBytes.of(builder)).body()).isEqualTo(new Body.Pages(start));

    for (long lie : new long[] {-1, 0, 1000, Long.MAX_VALUE}) {
      assertThat(DumpsUnderTest.read(DumpBytes.of(builder.patch(0x1028, u64(lie)))).body())
          .isEqualTo(new Body.Unmeasured());
    }
    assertThat(
            DumpsUnderTest.read(DumpBytes.of(builder.patch(0x1000, "PAGE".getBytes(US_ASCII))))
                .body())
        .isEqualTo(new Body.Unmeasured());
  }

  /** Where the region would start is known only if the sub-header is one of a bitmap dump. */
  @ParameterizedTest
  @CsvSource({
    "0x1028, 9, true",
    "0x1028, 10, true",
    "0x1028, 11, false",
    "0x1030, 8, false",
    "0x1030, 0x8000000001, false",
    "0x1020, 0x2001, false",
    "0x1020, 0x1000, false"
  })
  void summaryThatEndsInItsBodyIsCutIfItsNumbersAgree(String field, String value, boolean cut)
      throws IOException {
    DumpBuilder builder =
        DumpBuilder.of(MachineKind.X86, DumpKind.SUMMARY)
            .pages(9)
            .bitmapBits(10)
            .truncate(0x5000)
            .patch(Integer.decode(field), u64(Long.decode(value)));
    Window window = new Window(ArrayContent.of(DumpBytes.of(builder)));
    Dump dump = Dump.read(window);

    assertThat(dump.cut(window).map(MalformedException::reason))
        .isEqualTo(cut ? Optional.of(Reason.TRUNCATED) : Optional.empty());
    assertThat(dump.body() instanceof Body.Pages).isEqualTo(cut);
  }

  static byte[] u64(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  /** The header is used, and the missing part is reported. */
  private static void assertCut(DumpBuilder builder, String message) throws IOException {
    byte[] bytes = DumpBytes.of(builder);
    for (ArrayContent content :
        List.of(ArrayContent.of(bytes), ArrayContent.of(bytes).streamed())) {
      Window window = new Window(content);
      Dump dump = Dump.read(window);
      assertThat(dump.header()).isEqualTo(DumpHeader.read(Bytes.of(bytes)));
      assertThat(dump.cut(window))
          .hasValueSatisfying(
              fault -> {
                assertThat(fault.reason()).isEqualTo(Reason.TRUNCATED);
                assertThat(fault.offset()).isEqualTo(bytes.length);
                assertThat(fault).hasMessageContaining(message);
              });
    }
  }

  private static void assertRefused(DumpBuilder builder, Reason reason, String message) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> DumpsUnderTest.read(DumpBytes.of(builder)))
        .withMessageContaining(message)
        .satisfies(fault -> assertThat(fault.reason()).isEqualTo(reason));
  }
}
