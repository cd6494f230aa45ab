package org.crashtag.decode.graphics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.BlobFacts;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.WalkOptions;
import org.crashtag.sample.DisplayState;
import org.crashtag.sample.NvidiaData;
import org.crashtag.sample.NvidiaRing;
import org.crashtag.sample.ProtobufMessage;
import org.crashtag.sample.SampleBlob;
import org.crashtag.testing.CustomBlob;
import org.crashtag.testing.DisplayStates;
import org.crashtag.testing.NamedRows;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NvidiaDecoderTest {
  private static final WalkOptions KEEPING =
      WalkOptions.all().withPrivacy(new Privacy(Privacy.Mode.KEEP, new byte[1]));
  private static final Instant WRITTEN = Instant.parse("2026-03-04T05:06:07.123456Z");
  private static final long BUILT = Instant.parse("2024-11-12T23:59:59Z").getEpochSecond();
  private static final long DRIVER = 0xFFFFF80174560000L;
  private static final long TICKS = 6_990_000_000L;
  private static final byte[] UUID = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");

  private static ProtobufMessage system() {
    return new ProtobufMessage()
        .message(
            4, new ProtobufMessage().bytes(3, UUID).number(4, 0x1F1510DE).number(7, 0x1E211043))
        .message(5, new ProtobufMessage().number(4, 19045))
        .message(6, driver())
        .message(8, new ProtobufMessage().number(1, 0x101))
        .message(11, time());
  }

  private static ProtobufMessage driver() {
    return new ProtobufMessage()
        .text(2, "566.14")
        .text(3, "r565_00-138")
        .number(4, 35089012)
        .number(8, 1);
  }

  private static ProtobufMessage time() {
    return new ProtobufMessage()
        .number(1, 10_000_000)
        .number(2, TICKS)
        .number(3, micros(WRITTEN))
        .number(5, 699);
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static ProtobufMessage dump(ProtobufMessage... parts) {
    ProtobufMessage dump = new ProtobufMessage().message(1, system());
    for (ProtobufMessage part : parts) {
      dump.message(2, part);
    }
    return dump;
  }

  private static ProtobufMessage log(long flags, byte[]... buffers) {
    byte[] signature = new byte[16];
    for (int i = 0; i < 4; i++) {
      signature[i] = (byte) (BUILT >>> (8 * i));
    }
    ProtobufMessage log = new ProtobufMessage().number(1, 12).number(2, flags).bytes(3, signature);
    for (byte[] buffer : buffers) {
      log.bytes(7, buffer);
    }
    return new ProtobufMessage().message(324, log);
  }

  private static ProtobufMessage secondsLog(byte[]... buffers) {
    return log(1L << 29, buffers);
  }

  private static Walked walk(byte[] data) throws IOException {
    return NamedRows.walk(NvidiaData.TAG, data, KEEPING);
  }

  private static Map<String, Object> driver(Walked walked) {
    return NamedRows.of(walked, "gpu_drivers").get(0);
  }

  @Test
  void driverAndCardAreDescribed() throws IOException {
    Walked walked = walk(new NvidiaData().message(dump(secondsLog())).toBytes());

    assertThat(NamedRows.of(walked, "gpu_drivers"))
        .containsExactly(
            Map.ofEntries(
                Map.entry("vendor", "nvidia"),
                Map.entry("origin", "tag"),
                Map.entry("driver_version", "566.14"),
                Map.entry("driver_date", LocalDate.of(2024, 11, 12).toEpochDay()),
                Map.entry("driver_branch", "r565_00-138"),
                Map.entry("changelist", 35089012L),
                Map.entry("pci_vendor_id", "10de"),
                Map.entry("device_id", "1f15"),
                Map.entry("subsystem_vendor_id", "1043"),
                Map.entry("subsystem_id", "1e21"),
                Map.entry("gpu_uuid", "00112233445566778899aabbccddeeff"),
                Map.entry("load_count", 1L),
                Map.entry("windows_build", 19045L),
                Map.entry("bugcheck_code", 0x101L),
                Map.entry("dump_time", micros(WRITTEN)),
                Map.entry("uptime_seconds", 699L),
                Map.entry("records", 2L),
                Map.entry("log_records", 0L),
                Map.entry("complete", true)));
    assertThat(walked.rejects()).isEmpty();
  }

  @Test
  void cardIsHashedAndUsersFoldersAreHidden() throws IOException {
    byte[] data =
        new NvidiaData()
            .message(dump())
            .client(0xC1D00001L, 16, "C:\\Users\\jane\\game.exe")
            .toBytes();
    Walked walked = NamedRows.walk(NvidiaData.TAG, data, WalkOptions.all());

    assertThat(driver(walked)).doesNotContainKey("gpu_uuid");
    assertThat(NamedRows.of(walked, "gpu_processes").get(0))
        .containsEntry("image", "C:\\Users\\*\\game.exe");
  }

  @Test
  void firstOfRepeatedFieldsCountsAndOthersAreSkipped() throws IOException {
    ProtobufMessage odd =
        new ProtobufMessage()
            .number(15, 5)
            .number(6, 9)
            .message(6, new ProtobufMessage().number(2, 1).text(2, "1.0").text(2, "2.0"))
            .message(6, driver())
            .bytes(77, new byte[3]);
    ProtobufMessage dump = new ProtobufMessage().number(1, 4).message(1, odd).message(1, system());

    assertThat(driver(walk(new NvidiaData().message(dump).toBytes())))
        .containsEntry("driver_version", "1.0")
        .doesNotContainKeys("changelist", "windows_build", "dump_time");
  }

  @Test
  void cutMessageKeepsWhatCameBefore() throws IOException {
    byte[] whole = system().toBytes();
    byte[] cut = Arrays.copyOf(whole, whole.length - 3);
    ProtobufMessage dump = new ProtobufMessage().bytes(1, cut).message(2, secondsLog(new byte[3]));
    Map<String, Object> driver = driver(walk(new NvidiaData().message(dump).toBytes()));

    assertThat(driver)
        .containsEntry("driver_version", "566.14")
        .containsEntry("complete", true)
        .containsKey("driver_date")
        .doesNotContainKey("uptime_seconds");
  }

  @ParameterizedTest
  @CsvSource({"253402300799999999, true", "253402300800000000, false", "-1, false"})
  void timeBeyondTheYear9999IsNone(long micros, boolean isTime) throws IOException {
    ProtobufMessage dump =
        new ProtobufMessage()
            .message(1, new ProtobufMessage().message(11, new ProtobufMessage().number(3, micros)));

    assertThat(driver(walk(new NvidiaData().message(dump).toBytes())).containsKey("dump_time"))
        .isEqualTo(isTime);
  }

  @Test
  void textThatIsNotPrintableIsNone() throws IOException {
    ProtobufMessage versions =
        new ProtobufMessage().text(2, "5\u0001").text(3, "x".repeat(256)).number(4, 1);
    ProtobufMessage dump =
        new ProtobufMessage().message(1, new ProtobufMessage().message(6, versions));

    assertThat(driver(walk(new NvidiaData().message(dump).toBytes())))
        .containsEntry("changelist", 1L)
        .doesNotContainKeys("driver_version", "driver_branch");
  }

  @Test
  void processesHoldWhatTheirDevicesHaveOpened() throws IOException {
    byte[] data =
        new NvidiaData()
            .message(dump())
            .client(0xC1D00028L, 100, "game.exe")
            .client(0xC1D0003EL, 200, "tool.exe")
            .client(0xC1D00050L, 300, "idle.exe")
            .device(100, 11)
            .device(100, 12)
            .device(200, 21)
            .device(200, 21)
            .device(999, 31)
            .opened(1, 11)
            .opened(1, 12)
            .opened(2, 11)
            .opened(3, 12)
            .opened(3, 21)
            .opened(4, 77)
            .allocation(1, 4096)
            .allocation(3, -8192)
            .toBytes();

    assertThat(NamedRows.of(walk(data), "gpu_processes"))
        .containsExactly(
            Map.of(
                "client",
                "0xc1d00028",
                "image",
                "game.exe",
                "devices",
                2L,
                "allocations",
                3L,
                "bytes",
                -4096L),
            Map.of(
                "client",
                "0xc1d0003e",
                "image",
                "tool.exe",
                "devices",
                1L,
                "allocations",
                1L,
                "bytes",
                -8192L),
            Map.of(
                "client",
                "0xc1d00050",
                "image",
                "idle.exe",
                "devices",
                0L,
                "allocations",
                0L,
                "bytes",
                0L));
  }

  @Test
  void sumThatPasses64BitsIsNone() throws IOException {
    byte[] data =
        new NvidiaData()
            .message(dump())
            .client(1, 100, "game.exe")
            .device(100, 11)
            .opened(1, 11)
            .opened(2, 11)
            .allocation(1, -1)
            .allocation(2, 1)
            .toBytes();

    assertThat(NamedRows.of(walk(data), "gpu_processes").get(0))
        .containsEntry("allocations", 2L)
        .doesNotContainKey("bytes");
  }

  /** The words of a ring that a real driver wrote, as GRAPHICS.md shows them. */
  @Test
  void argumentsComeBeforeTheirDescriptors() throws IOException {
    byte[] ring =
        new NvidiaRing("1prt", 256)
            .add(0x6359A9AFL, 0xDD50C3, 19329, 31, 0x34, 0xC000)
            .add(0x6359A9B0L, 0xE3CEE1, 3316, 0)
            .toBytes();
    int[] words = {
      0x00000034, 0x0000c000, 0x6359a9af, 0xbfdd50c3, 0xc0084b81, 0x6359a9b0, 0xa0e3cee1, 0xc0000cf4
    };
    for (int i = 0; i < words.length; i++) {
      assertThat(word(ring, 32 + 4 * i)).isEqualTo(words[i]);
    }
    Walked walked = walk(new NvidiaData().message(dump(secondsLog(ring))).toBytes());

    assertThat(NamedRows.of(walked, "gpu_driver_log"))
        .containsExactly(
            Map.of(
                "ring", "1prt",
                "time", micros(Instant.parse("2022-10-26T21:42:07Z")),
                "file_id", "0xdd50c3",
                "line", 19329L,
                "arguments", "3400000000c00000"),
            Map.of(
                "ring",
                "1prt",
                "time",
                micros(Instant.parse("2022-10-26T21:42:08Z")),
                "file_id",
                "0xe3cee1",
                "line",
                3316L,
                "gpu",
                0L,
                "arguments",
                ""));
    assertThat(driver(walked)).containsEntry("log_records", 2L);
  }

  private static int word(byte[] bytes, int at) {
    int word = 0;
    for (int i = 3; i >= 0; i--) {
      word = (word << 8) | (bytes[at + i] & 0xFF);
    }
    return word;
  }

  @Test
  void wrappedRingBeginsWithItsOldestWholeRecord() throws IOException {
    NvidiaRing ring = new NvidiaRing("2prt", 64);
    for (int i = 0; i < 20; i++) {
      ring.add(1_700_000_000L + i, 0xABC, i, 31, i, i);
    }
    Walked walked = walk(new NvidiaData().message(dump(secondsLog(ring.toBytes()))).toBytes());

    assertThat(NamedRows.of(walked, "gpu_driver_log"))
        .extracting(row -> row.get("line"))
        .containsExactly(17L, 18L, 19L);
  }

  @Test
  void ringsOfOtherRecordsOrSizesAreLeftOut() throws IOException {
    byte[] other = new NvidiaRing("1PMU", 64).add(1, 2, 3, 31).toBytes();
    other[0x11] = 1;
    byte[] cut = Arrays.copyOf(new NvidiaRing("1prt", 64).add(1, 2, 3, 31).toBytes(), 80);
    byte[] outside = new NvidiaRing("1prt", 64).add(1, 2, 3, 31).toBytes();
    outside[0x17] = 0x7F;
    Walked walked = walk(new NvidiaData().message(dump(secondsLog(other, cut, outside))).toBytes());

    assertThat(NamedRows.of(walked, "gpu_driver_log")).isEmpty();
    assertThat(walked.rejects()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "1, 1", "3, 0"})
  void timeStampsAreAsTheFlagsSay(long kind, int rows) throws IOException {
    byte[] ring = new NvidiaRing("1prt", 64).add(1_700_000_000L, 2, 3, 31, 7).toBytes();
    Walked walked = walk(new NvidiaData().message(dump(log(kind << 29, ring))).toBytes());
    List<Map<String, Object>> log = NamedRows.of(walked, "gpu_driver_log");

    assertThat(log).hasSize(Math.min(rows, 1));
    if (kind == 1) {
      assertThat(log.get(0)).containsEntry("time", 1_700_000_000_000_000L);
    } else if (kind == 0) {
      assertThat(log.get(0)).doesNotContainKey("time").containsEntry("arguments", "00f15365");
    }
  }

  private static ProtobufMessage journal(long type, long ticks) {
    return new ProtobufMessage()
        .message(
            315,
            new ProtobufMessage()
                .number(1, type)
                .number(4, DRIVER + 0x1234)
                .number(6, 3)
                .number(7, 0)
                .number(8, DRIVER + 0x1234)
                .number(8, DRIVER + 0x99)
                .number(10, TICKS)
                .number(11, 1954))
        .message(330, new ProtobufMessage().number(1, 256).number(2, -4096).number(3, ticks));
  }

  private static ProtobufMessage rvaHeader() {
    return new ProtobufMessage().message(320, new ProtobufMessage().number(1, DRIVER));
  }

  @Test
  void assertsHaveTimesAndPlacesInTheDriver() throws IOException {
    long second = TICKS - 10_000_003;
    Walked walked =
        walk(new NvidiaData().message(dump(journal(139, second), rvaHeader())).toBytes());

    assertThat(NamedRows.of(walked, "gpu_asserts"))
        .containsExactly(
            Map.ofEntries(
                Map.entry("type", "assert_v3"),
                Map.entry("time", micros(WRITTEN) - 1_000_000),
                Map.entry("last_time", micros(WRITTEN)),
                Map.entry("count", 3L),
                Map.entry("level", 0L),
                Map.entry("line", 1954L),
                Map.entry("gpu_id", 256L),
                Map.entry("address", DRIVER + 0x1234),
                Map.entry("driver_offset", 0x1234L),
                Map.entry("thread", -4096L),
                Map.entry("stack", List.of(DRIVER + 0x1234, DRIVER + 0x99))));
  }

  @Test
  void assertWithoutClockOrHeaderHasNeitherTimeNorOffset() throws IOException {
    ProtobufMessage dump = new ProtobufMessage().message(2, journal(7, TICKS));

    assertThat(NamedRows.of(walk(new NvidiaData().message(dump).toBytes()), "gpu_asserts").get(0))
        .containsEntry("type", "7")
        .doesNotContainKeys("time", "last_time", "driver_offset");
  }

  @Test
  void timeStampAfterTheDumpIsNone() throws IOException {
    Walked walked = walk(new NvidiaData().message(dump(journal(139, TICKS + 1))).toBytes());

    assertThat(NamedRows.of(walked, "gpu_asserts").get(0)).doesNotContainKey("time");
  }

  @Test
  void zerosAndHeaderlessBytesBeforeTheTailAreGaps() throws IOException {
    byte[] zeros =
        tailed(new NvidiaData().message(dump()).entry(2, 1, new byte[8]).raw(new byte[99]));
    byte[] headerless =
        tailed(
            new NvidiaData().message(dump()).entry(2, 37, new byte[8]).raw(new byte[] {9, 9, 9}));

    assertThat(driver(walk(zeros))).containsEntry("complete", true).containsEntry("records", 5L);
    assertThat(driver(walk(headerless)))
        .containsEntry("complete", true)
        .containsEntry("records", 5L);
  }

  private static byte[] tailed(NvidiaData data) {
    return data.entry(2, 18, new byte[20]).entry(2, 17, new byte[20]).toBytes();
  }

  @ParameterizedTest
  @ValueSource(ints = {56, 104})
  void listWhoseStartWasWrittenOverGoesOnAtItsNextEntry(int step) throws IOException {
    NvidiaData data = new NvidiaData().message(dump()).entry(2, 16, new byte[1308]);
    int lost = (1312 / step + 1) * step - 1312;
    data.raw(new byte[lost - 1]).raw(new byte[] {1});
    for (int i = 0; i < 3; i++) {
      data.entry(2, step == 56 ? 5 : 6, new byte[step - 4]);
    }

    assertThat(driver(walk(data.toBytes())))
        .containsEntry("complete", true)
        .containsEntry("records", 6L);
  }

  @Test
  void walkThatKnowsNoWayOnStops() throws IOException {
    byte[] data =
        new NvidiaData()
            .message(dump())
            .client(1, 2, "before.exe")
            .raw(new byte[] {9, 9, 9, 9})
            .client(3, 4, "after.exe")
            .toBytes();
    Walked walked = walk(data);

    assertThat(driver(walked)).containsEntry("complete", false).containsEntry("records", 2L);
    assertThat(NamedRows.of(walked, "gpu_processes")).hasSize(1);
    assertThat(walked.rejects()).singleElement().matches(r -> r.reason() == Reason.CORRUPT);
    assertThat(walked.blobs().get(0).status()).isEqualTo(BlobFacts.Status.PARTIAL);
  }

  @Test
  void checksumIsVerifiedIfThereIsOne() throws IOException {
    byte[] wrong = new NvidiaData().message(dump()).entry(2, 1, new byte[8]).toBytes();
    wrong[wrong.length - 5]++;
    Walked walked = walk(wrong);

    assertThat(driver(walked)).containsEntry("complete", false);
    assertThat(walked.rejects()).singleElement().matches(r -> r.reason() == Reason.CHECKSUM);
    byte[] without = new NvidiaData().message(dump()).toBytes();
    without[0x18] = 0;
    assertThat(driver(walk(without))).containsEntry("complete", true);
  }

  @Test
  void blobOfAnotherKindIsRejected() throws IOException {
    byte[] version2 = new NvidiaData().message(dump()).toBytes();
    version2[4]++;
    byte[] longer = Arrays.copyOf(new NvidiaData().message(dump()).toBytes(), 400);

    for (byte[] data : List.of(version2, longer, new byte[64])) {
      Walked walked = walk(data);
      assertThat(walked.rows()).isEmpty();
      assertThat(walked.blobs().get(0).status()).isEqualTo(BlobFacts.Status.REJECTED);
      assertThat(walked.blobs().get(0).decodedBytes()).isNull();
    }
  }

  @Test
  void cutBlobGivesWhatIsThere() throws IOException {
    byte[] data = new NvidiaData().message(dump()).client(1, 2, "a.exe").toBytes();
    SampleBlob cut =
        CustomBlob.postPad(
            0,
            CustomBlob.claiming(
                data.length, SampleBlob.of(NvidiaData.TAG, Arrays.copyOf(data, data.length - 4))));
    Walked walked = NamedRows.walk(cut, KEEPING);

    assertThat(driver(walked)).containsEntry("complete", false);
    assertThat(NamedRows.of(walked, "gpu_processes")).hasSize(1);
    assertThat(walked.blobs().get(0).status()).isEqualTo(BlobFacts.Status.PARTIAL);
  }

  @Test
  void displayDriversSectionIsReadWithTheZerosThatItLacks() throws IOException {
    byte[] data = new NvidiaData().message(dump()).client(1, 2, "a.exe").toBytes();
    byte[] state =
        new DisplayState()
            .adapter(2700, 0x10DE, 0x1F15, 3)
            .section(1, data)
            .section(9, new byte[] {1})
            .toBytes();
    byte[] cut = DisplayStates.withoutZeros(DisplayStates.withDriversOwn(1, state));
    Walked walked = NamedRows.walk(DisplayState.TAG, cut, KEEPING);

    assertThat(driver(walked)).containsEntry("origin", "display").containsEntry("complete", true);
    assertThat(NamedRows.of(walked, "gpu_processes")).hasSize(1);
    assertThat(NamedRows.of(walked, "gpu_adapters")).hasSize(1);
    assertThat(walked.rejects()).isEmpty();
  }

  @Test
  void faultOfTheSectionCostsOnlyItsRows() throws IOException {
    byte[] data = new NvidiaData().message(dump()).toBytes();
    data[0x17] = 0x7F;
    byte[] state = new DisplayState().adapter(2700, 1, 2, 3).section(1, data).toBytes();
    Walked walked =
        NamedRows.walk(DisplayState.TAG, DisplayStates.withDriversOwn(1, state), KEEPING);

    assertThat(NamedRows.of(walked, "gpu_drivers")).isEmpty();
    assertThat(NamedRows.of(walked, "gpu_adapters")).hasSize(1);
    assertThat(walked.rejects()).singleElement().matches(r -> r.reason() == Reason.CORRUPT);
  }

  @Test
  void bytesAreCountedByWhatIsKnownOfThem() throws IOException {
    byte[] ring = new NvidiaRing("1prt", 64).add(1, 2, 3, 31, 7, 8).toBytes();
    byte[] data =
        new NvidiaData().message(dump(secondsLog(ring))).entry(2, 1, new byte[50]).toBytes();
    BlobFacts facts = walk(data).blobs().get(0);

    assertThat(facts.carriedBytes()).isEqualTo(8);
    assertThat(facts.decodedBytes()).isEqualTo(data.length - 8 - 50);
  }
}
