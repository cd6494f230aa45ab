package org.crashtag.decode.windows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.sample.AcpiTables;
import org.crashtag.sample.BiosValues;
import org.crashtag.sample.BlackBoxes;
import org.crashtag.sample.BlackBoxes.BootNotes;
import org.crashtag.sample.DisplayState;
import org.crashtag.sample.DisplayState.Entry;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.PciTree;
import org.crashtag.sample.PciTree.Function;
import org.crashtag.sample.RegisterList;
import org.crashtag.sample.StorageLog;
import org.crashtag.sample.TriageBlocks;
import org.crashtag.sample.TriageBlocks.Block;
import org.crashtag.sample.WifiSections;
import org.crashtag.testing.BlobDamage;
import org.crashtag.testing.DisplayStates;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every decoder of the package over blobs cut at every length, with every byte changed, and with
 * every place set to the minimum and the maximum of a length or a count.
 */
class DamagedBlobsTest {
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
    TriageBlocks blocks =
        new TriageBlocks()
            .add("One", List.of(new Block(4096, new byte[9]), new Block(8192, new byte[1])))
            .add("Two", List.of(new Block(-16, new byte[5])));
    return List.of(
        new Sample("bios-values", BiosValues.TAG, values()),
        new Sample("registers", RegisterList.TAG, registers()),
        new Sample("acpi", AcpiTables.TAG, tables(9)),
        new Sample("acpi without headers", AcpiTables.TAG, tables(2)),
        new Sample("pci", PciTree.TAG, tree()),
        new Sample("storport", StorageLog.TAG, requests()),
        new Sample("display", DisplayState.TAG, display().toBytes()),
        new Sample(
            "display, cut", DisplayState.TAG, DisplayStates.withoutZeros(display().toBytes())),
        new Sample("triage list", TriageBlocks.LIST, blocks.toList()),
        new Sample("triage data", TriageBlocks.DATA, blocks.toData()),
        new Sample(
            "boot-status",
            BlackBoxes.BOOT_STATUS,
            BlackBoxes.bootStatus(136, new BootNotes(1, 2, 1, 1L << 56, 1L << 56, 1))),
        new Sample("winlogon", BlackBoxes.LOGON, BlackBoxes.logon("Step", true)),
        new Sample(
            "pnp", BlackBoxes.PLUG_AND_PLAY, BlackBoxes.plugAndPlay(Guid.NIL, 1, 2, "A\\B\\C")),
        new Sample("process", BlackBoxes.PROCESS, BlackBoxes.process("C:\\Users\\jane\\a.exe")),
        new Sample(
            "code-integrity",
            BlackBoxes.CODE_INTEGRITY,
            BlackBoxes.codeIntegrity(470, 2, 6, 1, "residue")),
        new Sample(
            "hypervisor",
            BlackBoxes.HYPERVISOR,
            BlackBoxes.hypervisor("AcmeVisor 01", 0x40000006L)),
        new Sample(
            "intel-wifi",
            WifiSections.TAG,
            new WifiSections(22, 1, 2, 3).add(1, new byte[3]).add(12, new byte[9]).toBytes()));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void onlyRowsAndRejectsComeOut(Sample sample) {
    int[] everywhere = IntStream.range(0, sample.data.length()).toArray();
    BlobDamage.check(MachineKind.X64, sample.tag, sample.data.toArray(), everywhere);
  }

  private static byte[] values() {
    return new BiosValues()
        .text("ProcessorNameString", "ACME 8")
        .number("~MHz", 3000)
        .wideNumber("MSR8B", 1L << 40)
        .value("Configuration Data", 9, new byte[5])
        .toBytes();
  }

  private static byte[] registers() {
    return new RegisterList()
        .leaf(0, 1, 2, 3, 4)
        .leaf(1, 0x906EA, 2, 3, 4)
        .letters(0x80000004L, "ACME 8 processor")
        .register(0x8B, 1L << 40, 1L << 41)
        .toBytes();
  }

  private static byte[] tables(int count) {
    AcpiTables tables = new AcpiTables();
    for (int table = 0; table < count; table++) {
      tables.add(table == 1 ? "SSDT" : "OEM1", 40 + table, "ACME", "A M I");
    }
    return tables.toBytes();
  }

  private static byte[] tree() {
    return new PciTree()
        .bridge(new Function(0, 1, 0, 1, 2, 3, 0x060400), 1)
        .device(new Function(1, 0, 0, 1, 2, 3, 0x030000), 4, 5, 6)
        .toBytes();
  }

  private static byte[] requests() {
    byte[] whole =
        new StorageLog("DSTP", "storport.sys")
            .add(0x28, 1L << 56, 1L << 56, 1, 2)
            .add(0x2A, 5, 0, 0, 2)
            .toBytes();
    return Arrays.copyOf(whole, 36 + 2 * 60 + 7);
  }

  private static DisplayState display() {
    Entry entry = new Entry(7, 8, -4096, List.of(1L, 2L, 3L, 4L, 0L));
    return new DisplayState()
        .adapter(2700, 0x1414, 0x8C, 3)
        .log(0x12, List.of(entry, entry))
        .section(1, new byte[3]);
  }
}
