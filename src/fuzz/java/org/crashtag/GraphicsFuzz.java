package org.crashtag;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.crashtag.decode.graphics.AmdDisplayDecoder;
import org.crashtag.decode.graphics.IntelDisplayDecoder;
import org.crashtag.decode.graphics.NvidiaDecoder;
import org.crashtag.decode.vendor.AmdAudioDecoder;
import org.crashtag.decode.vendor.RealtekNicDecoder;
import org.crashtag.sample.IntelDisplayData;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.NvidiaData;
import org.crashtag.sample.NvidiaRing;
import org.crashtag.sample.ProtobufMessage;
import org.crashtag.sample.VendorBlobs;

/** What display drivers and other vendors' drivers write: records, messages, rings, lists. */
class GraphicsFuzz {
  private static final byte[] NVIDIA = nvidia();

  private static final byte[] INTEL =
      IntelDisplayData.today("_000_4953_a780_0_")
          .section("SYSINFO")
          .driver("11-7-2023,31.0.101.4953")
          .section("Regs")
          .pairs(0x2030, 1, 0x2034, 2)
          .row(0x100000, 3, 4, 5)
          .emptyRow(0x5000, 9)
          .toBytes();

  private static final byte[] FORMER_INTEL =
      IntelDisplayData.before()
          .rowsUpTo(0x1020)
          .signature(0x1020, 0x1088)
          .row(0x44000, 6, 7)
          .toBytes();

  private static final byte[] AMD = VendorBlobs.amdDisplay(1, "2101120434-1.2.3.4-a", 2, 3);
  private static final byte[] AUDIO = VendorBlobs.amdAudio(List.of("one", "two"));
  private static final byte[] REALTEK = VendorBlobs.realtek(List.of(32, 8, 64));

  private static byte[] nvidia() {
    byte[] ring = new NvidiaRing("1prt", 128).add(5, 6, 7, 31, 8, 9).add(9, 6, 7, 0).toBytes();
    ProtobufMessage system =
        new ProtobufMessage()
            .message(4, new ProtobufMessage().bytes(3, new byte[16]).number(4, 5))
            .message(6, new ProtobufMessage().text(2, "566.14").number(4, 1))
            .message(11, new ProtobufMessage().number(1, 1000).number(2, 5000).number(3, 1L << 50));
    ProtobufMessage journal =
        new ProtobufMessage()
            .message(315, new ProtobufMessage().number(1, 139).number(4, -4096).number(8, -4096))
            .message(330, new ProtobufMessage().number(3, 4000))
            .message(320, new ProtobufMessage().number(1, -8192));
    ProtobufMessage log = new ProtobufMessage().number(2, 1L << 29).bytes(7, ring);
    return new NvidiaData()
        .message(
            new ProtobufMessage()
                .message(1, system)
                .message(2, journal)
                .message(2, new ProtobufMessage().message(324, log)))
        .client(0xC1D00001L, 1, "a.exe")
        .device(1, 2)
        .opened(3, 2)
        .allocation(3, 4096)
        .entry(2, 16, new byte[48])
        .raw(new byte[4])
        .entry(2, 5, new byte[52])
        .entry(2, 37, new byte[8])
        .toBytes();
  }

  @FuzzTest(maxDuration = "2m")
  void readsAnyNvidiaData(FuzzedDataProvider data) {
    FuzzedBlob.decode(data, MachineKind.X64, new NvidiaDecoder(), NvidiaDecoder.TAG, NVIDIA);
  }

  @FuzzTest(maxDuration = "1m")
  void readsAnyIntelData(FuzzedDataProvider data) {
    byte[] valid = data.consumeBoolean() ? INTEL : FORMER_INTEL;
    FuzzedBlob.decode(
        data, MachineKind.X64, new IntelDisplayDecoder(), IntelDisplayDecoder.TAG, valid);
  }

  @FuzzTest(maxDuration = "30s")
  void readsAnyAmdData(FuzzedDataProvider data) {
    FuzzedBlob.decode(data, MachineKind.X64, new AmdDisplayDecoder(), AmdDisplayDecoder.TAG, AMD);
  }

  @FuzzTest(maxDuration = "30s")
  void readsAnyAudioLog(FuzzedDataProvider data) {
    FuzzedBlob.decode(data, MachineKind.X64, new AmdAudioDecoder(), AmdAudioDecoder.TAG, AUDIO);
  }

  @FuzzTest(maxDuration = "30s")
  void readsAnyNetworkBlocks(FuzzedDataProvider data) {
    FuzzedBlob.decode(
        data, MachineKind.X64, new RealtekNicDecoder(), RealtekNicDecoder.TAG, REALTEK);
  }
}
