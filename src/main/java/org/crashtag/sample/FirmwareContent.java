package org.crashtag.sample;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.SplittableRandom;
import org.crashtag.sample.PciTree.Function;

/** The firmware and devices of a machine of the fleet, the same at each of its crashes. */
final class FirmwareContent {
  private static final int ACME = 0xAC3E;
  private static final int KESTREL = 0xACE1;
  private static final int HOST_BRIDGE = 0x060000;
  private static final int BRIDGE = 0x060400;
  private static final int ISA_BRIDGE = 0x060100;
  private static final int DISPLAY = 0x030000;
  private static final int NVME = 0x010802;
  private static final int ETHERNET = 0x020000;
  private static final int WIFI = 0x028000;
  private static final int USB = 0x0C0330;

  private final SampleCrash crash;
  private final SampleCpu cpu;
  private final SplittableRandom draw;

  FirmwareContent(SampleCrash crash) {
    this.crash = crash;
    this.cpu = SampleCpu.of(crash);
    this.draw = Draws.of(crash.machineName().hashCode(), Draws.Purpose.HARDWARE, 1);
  }

  boolean hasRegisters() {
    return cpu.hasCpuid();
  }

  byte[] biosValues() {
    byte[] unset = new byte[16];
    BiosValues values = new BiosValues().number("~MHz", cpu.megahertz());
    values.value("Component Information", 3, unset);
    values.text("Identifier", cpu.identifier()).text("ProcessorNameString", cpu.name());
    if (cpu.hasCpuid()) {
      values.number("Update Status", cpu.microcode() == 0 ? 1 : 2);
    }
    values.text("VendorIdentifier", cpu.vendor());
    if (cpu.microcode() != 0) {
      values.wideNumber("MSR8B", cpu.microcode() << 32);
    }
    return values.toBytes();
  }

  byte[] registers() {
    RegisterList list = new RegisterList();
    byte[] vendor = cpu.vendor().getBytes(US_ASCII);
    list.leaf(0, 0x16, word(vendor, 0), word(vendor, 8), word(vendor, 4));
    list.leaf(1, cpu.signature(), 0x00100800, 0x7FFAFBBF, 0xBFEBFBFF);
    for (int leaf = 2; leaf <= 0x16; leaf++) {
      list.leaf(leaf, leaf == 0x16 ? cpu.megahertz() : 0, 0, 0, 0);
    }
    list.leaf(0x80000000L, 0x80000008L, 0, 0, 0).leaf(0x80000001L, 0, 0, 0x121, 0x2C100800);
    String brand = cpu.name() + "\0".repeat(48 - cpu.name().length());
    for (int part = 0; part < 3; part++) {
      list.letters(0x80000002L + part, brand.substring(16 * part, 16 * part + 16));
    }
    if (cpu.microcode() != 0) {
      list.register(0x8B, cpu.microcode() << 32, cpu.microcode() << 32);
      list.register(0x19C, 0x88400000L, 0x883E0000L);
    }
    return list.register(0xC0000080L, 0xD01, 0xD01).toBytes();
  }

  private static long word(byte[] text, int at) {
    long word = 0;
    for (int i = 3; i >= 0; i--) {
      word = word << 8 | text[at + i];
    }
    return word;
  }

  byte[] acpi() {
    AcpiTables tables = new AcpiTables();
    tables.add("MCFG", 60, "ACME", "A M I").add("FACP", 276, "ACME", "A M I");
    tables.add("APIC", 92 + 8 * crash.processors(), "ACME", "A M I");
    tables.add("DSDT", 60_000 + draw.nextInt(90_000), "ACME", "A M I");
    int more = 2 + draw.nextInt(9);
    for (int table = 0; table < more; table++) {
      tables.add("SSDT", 300 + draw.nextInt(20_000), "ACME", "Table" + table);
    }
    return tables.add("BGRT", 56, "ACME", "A M I").add("TPM2", 76, "ACME", "A M I").toBytes();
  }

  byte[] pci() {
    PciTree tree = new PciTree();
    tree.device(new Function(0, 0, 0, ACME, 0x1000, 2, HOST_BRIDGE), ACME, 0x0001, 0);
    tree.bridge(new Function(0, 1, 0, ACME, 0x1001, 2, BRIDGE), 1);
    tree.device(new Function(0, 0x14, 0, ACME, 0x1014, 0x11, USB), ACME, 0x0001, 40);
    tree.bridge(new Function(0, 0x1C, 0, ACME, 0x101C, 0xF1, BRIDGE), 2);
    tree.bridge(new Function(0, 0x1D, 0, ACME, 0x101D, 0xF1, BRIDGE), 3);
    tree.device(new Function(0, 0x1F, 0, ACME, 0x101F, 0x11, ISA_BRIDGE), ACME, 0x0001, 0);
    int id = 0x2000 + draw.nextInt(4);
    tree.device(new Function(1, 0, 0, KESTREL, id, 0xA1, DISPLAY), ACME, 0x0002, 232);
    int network = draw.nextBoolean() ? ETHERNET : WIFI;
    tree.device(new Function(2, 0, 0, ACME, 0x2200, 0x15, network), ACME, 0x0003, 200);
    return tree.device(new Function(3, 0, 0, ACME, 0x2300, 1, NVME), ACME, 0x0004, 196).toBytes();
  }
}
