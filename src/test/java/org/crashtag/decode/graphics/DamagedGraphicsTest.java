package org.crashtag.decode.graphics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.WalkOptions;
import org.crashtag.sample.DisplayState;
import org.crashtag.sample.IntelDisplayData;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.NvidiaData;
import org.crashtag.sample.NvidiaRing;
import org.crashtag.sample.ProtobufMessage;
import org.crashtag.sample.VendorBlobs;
import org.crashtag.testing.BlobDamage;
import org.crashtag.testing.DisplayStates;
import org.crashtag.testing.NamedRows;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Blobs cut at every length, with every byte changed, and blobs that are made to exhaust a reader.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedGraphicsTest {
  private static final int MOST_BYTES = 1 << 24;

  record Sample(String name, Guid tag, Bytes data) {
    Sample(String name, Guid tag, byte[] data) {
      this(name, tag, Bytes.of(data));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Sample> samples() {
    return List.of(
        new Sample("nvidia", NvidiaData.TAG, nvidia()),
        new Sample("nvidia with a gap", NvidiaData.TAG, gap()),
        new Sample(
            "nvidia in the display state",
            DisplayState.TAG,
            DisplayStates.withoutZeros(
                DisplayStates.withDriversOwn(
                    1, new DisplayState().adapter(2700, 1, 2, 3).section(1, nvidia()).toBytes()))),
        new Sample("intel", IntelDisplayData.TAG, intel()),
        new Sample("amd", VendorBlobs.AMD_DISPLAY, VendorBlobs.amdDisplay(1, "a", 2, 3)),
        new Sample("mark", VendorBlobs.MARK, VendorBlobs.kaspersky("I: one\nW: two\n", 40)),
        new Sample("audio", VendorBlobs.AMD_AUDIO, VendorBlobs.amdAudio(List.of("one", "two"))),
        new Sample("realtek", VendorBlobs.REALTEK, VendorBlobs.realtek(List.of(16, 8, 20))));
  }

  private static byte[] nvidia() {
    return new NvidiaData()
        .message(message(new NvidiaRing("1prt", 40).add(5, 6, 7, 31, 8).add(9, 6, 7, 0)))
        .client(0xC1D00001L, 1, "C:\\Users\\jane\\a.exe")
        .device(1, 2)
        .allocation(3, 4096)
        .opened(3, 2)
        .toBytes();
  }

  private static ProtobufMessage message(NvidiaRing ring) {
    ProtobufMessage time =
        new ProtobufMessage().number(1, 1000).number(2, 5000).number(3, 1L << 50).number(5, 5);
    ProtobufMessage system =
        new ProtobufMessage()
            .message(6, new ProtobufMessage().text(2, "566.14").number(4, 1))
            .message(11, time);
    ProtobufMessage log =
        new ProtobufMessage().number(2, 1L << 29).bytes(3, new byte[16]).bytes(7, ring.toBytes());
    ProtobufMessage journal =
        new ProtobufMessage()
            .message(315, new ProtobufMessage().number(1, 139).number(4, -4096).number(8, -4096))
            .message(330, new ProtobufMessage().number(3, 4000))
            .message(320, new ProtobufMessage().number(1, -8192))
            .message(324, log);
    return new ProtobufMessage().message(1, system).message(2, journal);
  }

  private static byte[] gap() {
    return new NvidiaData()
        .message(new ProtobufMessage())
        .entry(2, 16, new byte[20])
        .raw(new byte[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1})
        .raw(new byte[12])
        .entry(2, 5, new byte[52])
        .entry(2, 37, new byte[4])
        .raw(new byte[] {1, 1})
        .entry(2, 18, new byte[20])
        .entry(2, 17, new byte[20])
        .toBytes();
  }

  private static byte[] intel() {
    return IntelDisplayData.today("_000_4953_a780_0_")
        .section("SYSINFO")
        .driver("11-7-2023,31.0.101.4953")
        .section("Regs")
        .pairs(1, 2)
        .row(3, 4)
        .emptyRow(5, 6)
        .toBytes();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void onlyRowsAndRejectsComeOut(Sample sample) {
    int[] everywhere = IntStream.range(0, sample.data.length()).toArray();
    BlobDamage.check(MachineKind.X64, sample.tag, sample.data.toArray(), everywhere);
  }

  /** As large as their buffer, and therefore not changed at every place in every way. */
  @Test
  void formerIntelDataAndNtfsGiveOnlyRowsAndRejects() {
    byte[] former =
        IntelDisplayData.before()
            .rowsUpTo(0x1020)
            .signature(0x1020, 0x1088)
            .row(0x44000, 6, 7)
            .toBytes();
    BlobDamage.check(
        MachineKind.X64, IntelDisplayData.TAG, former, new int[] {0x2E4, 0x2EC, 0x2F0});
    BlobDamage.check(MachineKind.X64, VendorBlobs.NTFS, VendorBlobs.ntfs(1L << 56), new int[] {2});
  }

  private static Walked walk(byte[] data) throws IOException {
    return NamedRows.walk(NvidiaData.TAG, data, WalkOptions.all());
  }

  @Test
  void numbersOfElevenBytesAndDeepNestingEndTheirMessage() throws IOException {
    byte[] endless = new byte[11];
    Arrays.fill(endless, (byte) 0xFF);
    ProtobufMessage nested = new ProtobufMessage();
    for (int depth = 0; depth < 1000; depth++) {
      nested = new ProtobufMessage().message(1 + depth % 2, nested);
    }
    ProtobufMessage dump =
        new ProtobufMessage()
            .bytes(1, endless)
            .bytes(2, endless)
            .message(2, nested)
            .number(1 << 28, 1);

    assertThat(NamedRows.of(walk(new NvidiaData().message(dump).toBytes()), "gpu_drivers"))
        .hasSize(1);
  }

  @Test
  void recordsOfNoBytesAndMessagesOf4GigabytesEndTheWalk() throws IOException {
    byte[] none = new NvidiaData().message(new ProtobufMessage()).toBytes();
    none[0x1E] = 0;
    byte[] huge = new NvidiaData().message(message(new NvidiaRing("1prt", 40))).toBytes();
    for (int at = 0x20; at < 0x24; at++) {
      huge[at] = -1;
    }
    byte[] long65535 = new NvidiaData().entry(2, 1, new byte[65_531]).toBytes();

    assertThat(walk(none).rejects()).hasSize(1);
    assertThat(walk(huge).rejects()).hasSize(1);
    assertThat(NamedRows.of(walk(huge), "gpu_drivers").get(0))
        .containsEntry("driver_version", "566.14")
        .containsEntry("complete", false);
    assertThat(walk(long65535).rejects()).isEmpty();
  }

  @Test
  @Timeout(5)
  void clientsThatShareDevicesAreNotCountedForEver() throws IOException {
    NvidiaData data = new NvidiaData();
    for (int client = 0; client < 40_000; client++) {
      data.client(client, client, "a.exe").device(client, 7);
    }
    for (int opened = 0; opened < 180_000; opened++) {
      data.opened(opened, 7);
    }
    Walked walked = walk(data.toBytes());

    assertThat(NamedRows.of(walked, "gpu_processes")).hasSize(40_000);
    assertThat(NamedRows.of(walked, "gpu_processes").get(0)).containsEntry("allocations", 180_000L);
    assertThat(walked.rejects()).singleElement().matches(r -> r.reason() == Reason.LIMIT);
  }

  @Test
  @Timeout(5)
  void fullRingAndManyMessagesAreReadOnce() throws IOException {
    byte[] ring = new byte[MOST_BYTES - 4096];
    Arrays.fill(ring, (byte) 0x0A);
    ProtobufMessage dump = new ProtobufMessage().bytes(2, ring).bytes(1, new byte[0]);

    assertThat(walk(new NvidiaData().message(dump).toBytes()).rejects()).isEmpty();
  }
}
