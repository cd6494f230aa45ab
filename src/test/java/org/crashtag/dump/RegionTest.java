package org.crashtag.dump;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.dump.Region.Locator;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.RegionWriter;
import org.crashtag.sample.SampleBlob;
import org.crashtag.testing.DumpsOfEachKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class RegionTest {
  private static final Guid TAG = Guid.constant("65755a40-f146-43ea-8c91-36b85728fd35");
  private static final byte[] FIVE = {'f', 'i', 'v', 'e', '!'};

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"HEADER"})
  void startIsComputedForEveryKind(DumpKind kind) throws IOException {
    for (MachineKind machine : MachineKind.values()) {
      for (RegionWriter writer : RegionWriter.values()) {
        DumpBuilder builder = DumpsOfEachKind.builder(machine, kind).writer(writer).blob(TAG, FIVE);
        Region expected = new Region(start(builder), Locator.COMPUTED);

        assertThat(DumpsUnderTest.locate(builder.toBytes())).contains(expected);
        assertThat(DumpsUnderTest.locateInStream(builder.toBytes()))
            .as("%s %s %s as a stream", machine, kind, writer)
            .contains(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(DumpKind.class)
  void dumpThatEndsWithItsBodyHasNone(DumpKind kind) throws IOException {
    for (MachineKind machine : MachineKind.values()) {
      byte[] bytes = DumpsOfEachKind.builder(machine, kind).noRegion().toBytes();

      assertThat(DumpsUnderTest.locate(bytes)).contains(Region.NO_REGION);
      assertThat(DumpsUnderTest.locateInStream(bytes)).contains(Region.NO_REGION);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 4096, 65_535, 65_536, (1 << 20) - 1})
  void displacedRegionIsScannedFor(long displacement) throws IOException {
    DumpBuilder builder = minidump().blob(TAG, FIVE).displaceRegion(displacement);

    assertThat(DumpsUnderTest.locate(builder.toBytes()))
        .contains(new Region(start(builder), Locator.SCANNED));
    assertThat(DumpsUnderTest.locateInStream(builder.toBytes()))
        .contains(new Region(start(builder), Locator.SCANNED));
  }

  @Test
  void windowOfTheScanIsBounded() throws IOException {
    DumpBuilder builder = minidump().blob(TAG, FIVE).displaceRegion((1 << 20) + 4096);

    assertThat(DumpsUnderTest.locate(builder.toBytes()))
        .as("only zeros within the window")
        .contains(Region.NO_REGION);
  }

  @Test
  void bytesThatAreNoRegionAreTold() throws IOException {
    DumpBuilder builder = minidump().blob(TAG, FIVE);
    long start = start(builder);

    assertThat(DumpsUnderTest.locate(builder.patch(start, new byte[] {'d'}).toBytes())).isEmpty();
  }

  @Test
  void signatureAloneIsNoHit() throws IOException {
    DumpBuilder builder =
        minidump().blob(SampleBlob.of(TAG, new byte[200])).blob(TAG, FIVE).displaceRegion(4096);
    long start = start(builder);
    byte[] decoy = "DumpBlob".getBytes(US_ASCII);

    assertThat(DumpsUnderTest.locate(builder.patch(start - 2048, decoy).toBytes()))
        .as("no HeaderSize after it")
        .contains(new Region(start, Locator.SCANNED));

    byte[] betterDecoy = new byte[16];
    System.arraycopy(decoy, 0, betterDecoy, 0, 8);
    betterDecoy[8] = 16;
    assertThat(DumpsUnderTest.locate(builder.patch(start - 2048, betterDecoy).toBytes()))
        .as("no blob header after it")
        .contains(new Region(start, Locator.SCANNED));
  }

  @Test
  void firstHitIsTaken() throws IOException {
    DumpBuilder inner = minidump().blob(TAG, FIVE);
    byte[] region = Arrays.copyOfRange(inner.toBytes(), (int) start(inner), inner.toBytes().length);
    DumpBuilder builder = minidump().blob(TAG, region).displaceRegion(100);

    assertThat(DumpsUnderTest.locate(builder.toBytes()))
        .contains(new Region(start(builder), Locator.SCANNED));
  }

  @Test
  void scannedHeaderWithPaddingOfPagesIsNoHit() throws IOException {
    DumpBuilder builder =
        minidump().blob(SampleBlob.of(TAG, FIVE).prePad(0x1000)).displaceRegion(64);

    assertThat(DumpsUnderTest.locate(builder.toBytes())).isEmpty();
  }

  @Test
  void scannedHeaderWithPaddingOfPagesAfterItsDataIsNoHit() throws IOException {
    DumpBuilder fits = minidump().blob(SampleBlob.of(TAG, FIVE).postPad(0xFFF)).displaceRegion(64);
    DumpBuilder tooMuch =
        minidump().blob(SampleBlob.of(TAG, FIVE).postPad(0x1000)).displaceRegion(64);

    assertThat(DumpsUnderTest.locate(fits.toBytes()))
        .contains(new Region(start(fits), Locator.SCANNED));
    assertThat(DumpsUnderTest.locate(tooMuch.toBytes())).isEmpty();
  }

  /** The scan reads the bytes in several steps; any of them can contain bytes other than zero. */
  @ParameterizedTest
  @ValueSource(ints = {0, 65_535, 65_536, 100_000, 199_999})
  void oneByteAmongZerosIsTold(int at) throws IOException {
    byte[] dump = minidump().noRegion().toBytes();
    byte[] followed = Arrays.copyOf(dump, dump.length + 200_000);

    assertThat(DumpsUnderTest.locate(followed)).contains(Region.NO_REGION);
    followed[dump.length + at] = 'd';
    assertThat(DumpsUnderTest.locate(followed)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {64, 65_536 - 48, 65_536 - 47, 65_536, 65_537})
  void regionThatEndsWithTheFileIsFound(long displacement) throws IOException {
    DumpBuilder builder =
        minidump().blob(SampleBlob.of(TAG, new byte[0])).displaceRegion(displacement);
    byte[] bytes = builder.toBytes();
    Region expected = new Region(bytes.length - 48L, Locator.SCANNED);

    assertThat(start(builder)).isEqualTo(expected.offset());
    assertThat(DumpsUnderTest.locate(bytes)).contains(expected);
    assertThat(DumpsUnderTest.locateInStream(bytes)).contains(expected);
  }

  @Test
  void regionCutInItsSignatureIsThere() throws IOException {
    DumpBuilder builder = minidump().blob(TAG, FIVE);
    long start = start(builder);

    assertThat(DumpsUnderTest.locate(builder.truncate(start).toBytes())).contains(Region.NO_REGION);
    for (int bytes = 1; bytes <= 8; bytes++) {
      assertThat(DumpsUnderTest.locate(builder.truncate(start + bytes).toBytes()))
          .contains(new Region(start, Locator.COMPUTED));
    }
    assertThat(DumpsUnderTest.locate(builder.patch(start + 2, new byte[1]).toBytes())).isEmpty();
  }

  @Test
  void unmeasuredSummaryIsScannedFromItsTail() throws IOException {
    DumpBuilder builder =
        DumpBuilder.of(MachineKind.X86, DumpKind.SUMMARY)
            .pages(4)
            .blob(TAG, FIVE)
            .patch(0x1000, "PAGEPAGE".getBytes(US_ASCII));

    assertThat(DumpsUnderTest.locate(builder.toBytes()))
        .contains(new Region(start(builder), Locator.SCANNED));
    assertThat(DumpsUnderTest.locate(builder.noRegion().toBytes())).contains(Region.NO_REGION);
  }

  @Test
  void unmeasuredSummaryCantBeScannedInAStream() {
    byte[] bytes =
        DumpBuilder.of(MachineKind.X86, DumpKind.SUMMARY)
            .pages(4)
            .patch(0x1000, "PAGEPAGE".getBytes(US_ASCII))
            .toBytes();

    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> DumpsUnderTest.locateInStream(bytes))
        .satisfies(fault -> assertThat(fault.reason()).isEqualTo(Reason.UNSUPPORTED));
  }

  @Test
  void streamThatEndsInTheBodyIsCut() {
    byte[] bytes = DumpsOfEachKind.builder(MachineKind.X64, DumpKind.FULL).truncate(9000).toBytes();

    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> DumpsUnderTest.locateInStream(bytes))
        .satisfies(fault -> assertThat(fault.reason()).isEqualTo(Reason.TRUNCATED))
        .satisfies(fault -> assertThat(fault.offset()).isEqualTo(9000));
  }

  @Test
  void labelsAreThoseOfTheTables() {
    assertThat(Locator.values())
        .extracting(Locator::label)
        .containsExactly("computed", "scanned", "none");
  }

  private static DumpBuilder minidump() {
    return DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE);
  }

  private static long start(DumpBuilder builder) {
    return Optional.of(builder).flatMap(DumpBuilder::layout).orElseThrow().regionStart();
  }
}
