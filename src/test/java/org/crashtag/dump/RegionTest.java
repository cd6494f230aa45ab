package org.crashtag.dump;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.Arrays;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.dump.Region.Locator;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.RegionWriter;
import org.crashtag.sample.SampleBlob;
import org.crashtag.testing.CustomBlob;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.DumpsOfEachKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class RegionTest {
  private static final Guid TAG = Guid.constant("65755a40-f146-43ea-8c91-36b85728fd35");
  private static final byte[] FIVE = {'f', 'i', 'v', 'e', '!'};
  private static final int BODY_END = 2 << 20;

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"HEADER"})
  void startIsComputedForEveryKind(DumpKind kind) throws IOException {
    for (MachineKind machine : MachineKind.values()) {
      for (RegionWriter writer : RegionWriter.values()) {
        DumpBuilder builder =
            DumpsOfEachKind.builder(machine, kind).writer(writer).blob(SampleBlob.of(TAG, FIVE));
        Region expected = new Region(start(builder), Locator.COMPUTED);

        assertThat(DumpsUnderTest.locate(DumpBytes.of(builder))).contains(expected);
        assertThat(DumpsUnderTest.locateInStream(DumpBytes.of(builder)))
            .as("%s %s %s as a stream", machine, kind, writer)
            .contains(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(DumpKind.class)
  void dumpThatEndsWithItsBodyHasNone(DumpKind kind) throws IOException {
    for (MachineKind machine : MachineKind.values()) {
      byte[] bytes = DumpBytes.of(DumpsOfEachKind.builder(machine, kind).noRegion());

      assertThat(DumpsUnderTest.locate(bytes)).contains(Region.NO_REGION);
      assertThat(DumpsUnderTest.locateInStream(bytes)).contains(Region.NO_REGION);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 4096, 65_535, 65_536, (1 << 20) - 1})
  void displacedRegionIsScannedFor(long displacement) throws IOException {
    DumpBuilder builder = displaced(displacement).blob(SampleBlob.of(TAG, FIVE));

    assertThat(DumpsUnderTest.locate(DumpBytes.of(builder)))
        .contains(new Region(start(builder), Locator.SCANNED));
    assertThat(DumpsUnderTest.locateInStream(DumpBytes.of(builder)))
        .contains(new Region(start(builder), Locator.SCANNED));
  }

  @Test
  void windowOfTheScanIsBounded() throws IOException {
    DumpBuilder builder = displaced((1 << 20) + 4096).blob(SampleBlob.of(TAG, FIVE));

    assertThat(DumpsUnderTest.locate(DumpBytes.of(builder)))
        .as("only zeros within the window")
        .contains(Region.NO_REGION);
  }

  @Test
  void bytesThatAreNoRegionAreTold() throws IOException {
    DumpBuilder builder = minidump().blob(SampleBlob.of(TAG, FIVE));
    long start = start(builder);

    assertThat(DumpsUnderTest.locate(DumpBytes.of(builder.patch(start, new byte[] {'d'}))))
        .isEmpty();
  }

  @Test
  void signatureAloneIsNoHit() throws IOException {
    DumpBuilder builder =
        displaced(4096).blob(SampleBlob.of(TAG, new byte[200])).blob(SampleBlob.of(TAG, FIVE));
    long start = start(builder);
    byte[] decoy = "DumpBlob".getBytes(US_ASCII);

    assertThat(DumpsUnderTest.locate(DumpBytes.of(builder.patch(start - 2048, decoy))))
        .as("no HeaderSize after it")
        .contains(new Region(start, Locator.SCANNED));

    byte[] betterDecoy = new byte[16];
    System.arraycopy(decoy, 0, betterDecoy, 0, 8);
    betterDecoy[8] = 16;
    assertThat(DumpsUnderTest.locate(DumpBytes.of(builder.patch(start - 2048, betterDecoy))))
        .as("no blob header after it")
        .contains(new Region(start, Locator.SCANNED));
  }

  @Test
  void firstHitIsTaken() throws IOException {
    DumpBuilder inner = minidump().blob(SampleBlob.of(TAG, FIVE));
    byte[] region =
        Arrays.copyOfRange(DumpBytes.of(inner), (int) start(inner), DumpBytes.of(inner).length);
    DumpBuilder builder = displaced(100).blob(SampleBlob.of(TAG, region));

    assertThat(DumpsUnderTest.locate(DumpBytes.of(builder)))
        .contains(new Region(start(builder), Locator.SCANNED));
  }

  @Test
  void scannedHeaderWithPaddingOfPagesIsNoHit() throws IOException {
    DumpBuilder builder = displaced(64).blob(CustomBlob.prePad(0x1000, SampleBlob.of(TAG, FIVE)));

    assertThat(DumpsUnderTest.locate(DumpBytes.of(builder))).isEmpty();
  }

  @Test
  void scannedHeaderWithPaddingOfPagesAfterItsDataIsNoHit() throws IOException {
    DumpBuilder fits = displaced(64).blob(CustomBlob.postPad(0xFFF, SampleBlob.of(TAG, FIVE)));
    DumpBuilder tooMuch = displaced(64).blob(CustomBlob.postPad(0x1000, SampleBlob.of(TAG, FIVE)));

    assertThat(DumpsUnderTest.locate(DumpBytes.of(fits)))
        .contains(new Region(start(fits), Locator.SCANNED));
    assertThat(DumpsUnderTest.locate(DumpBytes.of(tooMuch))).isEmpty();
  }

  /** The scan reads the bytes in several steps; any of them can contain bytes other than zero. */
  @ParameterizedTest
  @ValueSource(ints = {0, 65_535, 65_536, 100_000, 199_999})
  void oneByteAmongZerosIsTold(int at) throws IOException {
    byte[] dump = DumpBytes.of(minidump().noRegion());
    byte[] followed = Arrays.copyOf(dump, dump.length + 200_000);

    assertThat(DumpsUnderTest.locate(followed)).contains(Region.NO_REGION);
    followed[dump.length + at] = 'd';
    assertThat(DumpsUnderTest.locate(followed)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {64, 65_536 - 48, 65_536 - 47, 65_536, 65_537})
  void regionThatEndsWithTheFileIsFound(long displacement) throws IOException {
    DumpBuilder builder = displaced(displacement).blob(SampleBlob.of(TAG, new byte[0]));
    byte[] bytes = DumpBytes.of(builder);
    Region expected = new Region(bytes.length - 48L, Locator.SCANNED);

    assertThat(start(builder)).isEqualTo(expected.offset());
    assertThat(DumpsUnderTest.locate(bytes)).contains(expected);
    assertThat(DumpsUnderTest.locateInStream(bytes)).contains(expected);
  }

  @Test
  void regionCutInItsSignatureIsThere() throws IOException {
    DumpBuilder builder = minidump().blob(SampleBlob.of(TAG, FIVE));
    long start = start(builder);

    assertThat(DumpsUnderTest.locate(DumpBytes.of(builder.truncate(start))))
        .contains(Region.NO_REGION);
    for (int bytes = 1; bytes <= 8; bytes++) {
      assertThat(DumpsUnderTest.locate(DumpBytes.of(builder.truncate(start + bytes))))
          .contains(new Region(start, Locator.COMPUTED));
    }
    assertThat(DumpsUnderTest.locate(DumpBytes.of(builder.patch(start + 2, new byte[1]))))
        .isEmpty();
  }

  @Test
  void unmeasuredSummaryIsScannedFromItsTail() throws IOException {
    DumpBuilder builder =
        DumpBuilder.of(MachineKind.X86, DumpKind.SUMMARY)
            .pages(4)
            .blob(SampleBlob.of(TAG, FIVE))
            .patch(0x1000, "PAGEPAGE".getBytes(US_ASCII));

    assertThat(DumpsUnderTest.locate(DumpBytes.of(builder)))
        .contains(new Region(start(builder), Locator.SCANNED));
    assertThat(DumpsUnderTest.locate(DumpBytes.of(builder.noRegion()))).contains(Region.NO_REGION);
  }

  @Test
  void unmeasuredSummaryCantBeScannedInAStream() {
    byte[] bytes =
        DumpBytes.of(
            DumpBuilder.of(MachineKind.X86, DumpKind.SUMMARY)
                .pages(4)
                .patch(0x1000, "PAGEPAGE".getBytes(US_ASCII)));

    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> DumpsUnderTest.locateInStream(bytes))
        .satisfies(fault -> assertThat(fault.reason()).isEqualTo(Reason.UNSUPPORTED));
  }

  @Test
  void streamThatEndsInTheBodyIsCut() {
    byte[] bytes =
        DumpBytes.of(DumpsOfEachKind.builder(MachineKind.X64, DumpKind.FULL).truncate(9000));

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

  /** A minidump whose region starts this number of zeros after the place that the header names. */
  private static DumpBuilder displaced(long bytes) {
    return minidump()
        .bodyEndAtLeast(BODY_END)
        .claimSizeOfDump(BODY_END - bytes)
        .patch(BODY_END - Integer.BYTES, new byte[Integer.BYTES]);
  }

  private static long start(DumpBuilder builder) {
    return builder.image().layout().orElseThrow().regionStart();
  }
}
