package org.crashtag.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.BlobFacts.Status;
import org.crashtag.sample.AcpiTables;
import org.crashtag.sample.BiosValues;
import org.crashtag.sample.BlackBoxes;
import org.crashtag.sample.BlackBoxes.BootNotes;
import org.crashtag.sample.DisplayState;
import org.crashtag.sample.DisplayState.Entry;
import org.crashtag.sample.Fleet;
import org.crashtag.sample.KmdfDriver;
import org.crashtag.sample.KmdfList;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.PciTree;
import org.crashtag.sample.PciTree.Function;
import org.crashtag.sample.RegisterList;
import org.crashtag.sample.SampleDump;
import org.crashtag.sample.SmbiosBlob;
import org.crashtag.sample.StorageLog;
import org.crashtag.sample.TriageBlocks;
import org.crashtag.sample.TriageBlocks.Block;
import org.crashtag.sample.WifiSections;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.NamedRows;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How many bytes each decoder reports as known, and how many as only carried. */
class KnownBytesTest {
  record Sample(String name, Guid tag, Bytes data, long decoded, long carried) {
    Sample(String name, Guid tag, byte[] data, long decoded, long carried) {
      this(name, tag, Bytes.of(data), decoded, carried);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static byte[] tables() {
    AcpiTables tables = new AcpiTables();
    for (int table = 0; table < 12; table++) {
      tables.add(table == 1 ? "SSDT" : "OEM1", 60, "ACME", "A M I");
    }
    return tables.toBytes();
  }

  static List<Sample> samples() {
    Entry entry = new Entry(7, 8, -4096, List.of(1L, 2L, 3L, 4L, 5L));
    TriageBlocks blocks =
        new TriageBlocks()
            .add("One", List.of(new Block(4096, new byte[9]), new Block(1, new byte[1])));
    byte[] list = blocks.toList();
    byte[] data = blocks.toData();
    byte[] values = new BiosValues().text("A", "b").number("~MHz", 3000).toBytes();
    byte[] logon = BlackBoxes.logon("Step", true);
    byte[] process = BlackBoxes.process("C:\\a.exe");
    byte[] device = BlackBoxes.plugAndPlay(Guid.NIL, 1, 2, "A\\B\\C");
    byte[] storage = new StorageLog("DSTP", "storport.sys").add(0x28, 1, 2, 1, 2).toBytes();
    byte[] drivers =
        new KmdfList(MachineKind.X64)
            .add(new KmdfDriver("Wdf01000", 1, 33, 0, 0))
            .add(new KmdfDriver("acmenet", 1, 15, 0, 5))
            .toBytes();
    byte[] firmware = new SmbiosBlob(3, 2).bios("v", "1", "01/02/2024").toBytes();
    return List.of(
        new Sample("kmdf", KmdfList.TAG, drivers, 2 * 52, 0),
        new Sample("bios values", BiosValues.TAG, values, values.length, 0),
        new Sample(
            "registers", RegisterList.TAG, new RegisterList().leaf(0, 1, 2, 3, 4).toBytes(), 40, 0),
        new Sample("storport", StorageLog.TAG, storage, 36 + 60, 0),
        new Sample("acpi", AcpiTables.TAG, tables(), 12 * 36, 0),
        new Sample(
            "pci",
            PciTree.TAG,
            new PciTree().device(new Function(0, 1, 0, 1, 2, 3, 4), 5, 6, 40).toBytes(),
            80,
            0),
        new Sample(
            "boot status",
            BlackBoxes.BOOT_STATUS,
            BlackBoxes.bootStatus(136, new BootNotes(1, 2, 1, 1L << 56, 1L << 56, 1)),
            103,
            0),
        new Sample(
            "code integrity",
            BlackBoxes.CODE_INTEGRITY,
            BlackBoxes.codeIntegrity(470, 2, 6, 1, "residue"),
            16,
            0),
        new Sample(
            "hypervisor",
            BlackBoxes.HYPERVISOR,
            BlackBoxes.hypervisor("AcmeVisor 01", 0x40000006L),
            28,
            0),
        new Sample("logon", BlackBoxes.LOGON, logon, logon.length, 0),
        new Sample("process", BlackBoxes.PROCESS, process, process.length, 0),
        new Sample("plug and play", BlackBoxes.PLUG_AND_PLAY, device, device.length, 0),
        new Sample("triage list", TriageBlocks.LIST, list, list.length, 0),
        new Sample("triage data", TriageBlocks.DATA, data, data.length - 10, 10),
        new Sample(
            "wifi",
            WifiSections.TAG,
            new WifiSections(22, 1, 2, 3).add(1, new byte[3]).add(12, new byte[9]).toBytes(),
            16 + 2 * 6,
            12),
        new Sample(
            "display",
            DisplayState.TAG,
            new DisplayState()
                .adapter(2700, 1, 2, 3)
                .log(0x12, List.of(entry, entry))
                .section(9, new byte[50])
                .toBytes(),
            8 * 21 + 16 + 128,
            0),
        new Sample("smbios", SmbiosBlob.TAG, firmware, firmware.length - 2, 0));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void decodersSayWhatTheyKnow(Sample sample) throws IOException {
    Walked walked = NamedRows.walk(sample.tag, sample.data.toArray(), WalkOptions.all());
    BlobFacts facts = walked.blobs().get(0);

    assertThat(facts.status()).isEqualTo(Status.DECODED);
    assertThat(facts.decodedBytes()).isEqualTo(sample.decoded);
    assertThat(facts.carriedBytes()).isEqualTo(sample.carried);
  }

  @Test
  void noMoreIsKnownThanIsThere() throws IOException {
    Fleet fleet = new Fleet(7, 30);
    for (int index = 0; index < 60; index++) {
      SampleDump dump = fleet.dump(index);
      if (dump.breakage().isEmpty() && dump.image().length() < 1 << 22) {
        Walked walked =
            Walked.through(ArrayContent.of(DumpBytes.of(dump.image())), Walked.hashingAll());
        assertThat(walked.blobs()).allSatisfy(KnownBytesTest::isPossible);
      }
    }
  }

  private static void isPossible(BlobFacts facts) {
    boolean counted = facts.status() == Status.DECODED || facts.status() == Status.PARTIAL;
    assertThat(facts.decodedBytes() != null).isEqualTo(counted);
    assertThat(facts.carriedBytes() != null).isEqualTo(counted);
    if (counted) {
      assertThat(facts.decodedBytes()).isPositive();
      assertThat(facts.carriedBytes()).isNotNegative();
      assertThat(facts.decodedBytes() + facts.carriedBytes())
          .isLessThanOrEqualTo(facts.keptBytes());
    }
  }
}
