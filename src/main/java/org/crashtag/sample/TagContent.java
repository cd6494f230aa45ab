package org.crashtag.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.crashtag.bytes.Guid;

/**
 * The tagged blobs of a crash: the KMDF list, tags of Windows with invented content of usual sizes,
 * and what makes chains hard to read: tags nobody knows, repeated tags, nil tags, empty blobs.
 */
final class TagContent {
  private static final Guid SMBIOS = Guid.constant("bc5c008f-1e3a-44d7-988d-86f6884c6758");
  private static final Guid BIOS_VALUES = Guid.constant("6c7ac389-4313-47dc-9f34-a8800a0fb56c");
  private static final Guid REGISTERS = Guid.constant("d03dc06f-d88e-44c5-ba2a-fae035172d19");
  private static final Guid ACPI = Guid.constant("e83b40d2-b0a0-4842-abea-71c9e3463dd1");
  private static final Guid PCI = Guid.constant("9276c055-eb87-425c-b8b5-04e4d247f6cd");
  private static final Guid STORPORT = Guid.constant("da82441d-7142-4bc1-b844-0807c5a4b67f");
  private static final Guid KMDF_LOG = Guid.constant("54c84888-01d1-4c1e-bed6-282c98241303");
  private static final Guid CRASHDMP = Guid.constant("65755a40-f146-43ea-8c91-36b85728fd35");
  private static final Guid DISPLAY = Guid.constant("270a33fd-3da6-460d-ba89-3c1bae21e39b");
  private static final Guid BOOT_STATUS = Guid.constant("f57308df-cc45-4e01-ad76-29a4ebb010ec");
  private static final Guid LOGON = Guid.constant("80cc79cf-a719-4af1-bf97-fe29ff76ebc1");
  private static final Guid PLUG_AND_PLAY = Guid.constant("b7631941-532a-4cd6-b1b1-edb5917d4557");

  /** Invented: the private tags of acmenet, kestrelgpu and of something that nobody knows. */
  private static final Guid ACMENET_STATE = Guid.constant("ac3e0e70-1111-4a4e-9b6d-5a3d1e8f0c01");

  private static final Guid KESTRELGPU_STATE =
      Guid.constant("c0de6b1d-2222-4f1b-8a55-7be21d90aa02");
  private static final Guid NOBODY_KNOWS = Guid.constant("0ddba115-3333-4c77-b1e0-91f7c2d4ee03");

  /** Invented: written once for each session, so several times in one dump. */
  private static final Guid SESSION_STATE = Guid.constant("5e5510e5-4444-4d2a-a6c8-0f1e2d3c4b04");

  private final SampleCrash crash;
  private final SplittableRandom draw;
  private final List<SampleBlob> blobs = new ArrayList<>();

  private TagContent(SampleCrash crash, SplittableRandom draw) {
    this.crash = crash;
    this.draw = draw;
  }

  /** The blobs in the order of the chain. */
  static List<SampleBlob> of(SampleCrash crash, SplittableRandom draw) {
    TagContent content = new TagContent(crash, draw);
    content.addHardware();
    content.addKmdf();
    content.addSessions();
    content.addRare();
    return content.blobs;
  }

  /** The KMDF list with residue behind the names. */
  static byte[] kmdfList(SampleCrash crash, SplittableRandom draw) {
    KmdfList list = new KmdfList(crash.machine()).residue(Draws.bytes(draw, 37));
    crash.kmdfDrivers().forEach(list::add);
    return list.toBytes();
  }

  private void addHardware() {
    add(SMBIOS, between(1200, 2400));
    add(BIOS_VALUES, between(500, 900));
    if (crash.machine() != MachineKind.ARM64) {
      add(REGISTERS, 40 * between(30, 53));
    }
    int tables = between(5, 18);
    add(ACPI, 4 * tables * tables);
    add(STORPORT, 36 + 60 * between(30, 51));
  }

  private void addKmdf() {
    addSometimes(43 * 100 / 77, Guid.NIL, 0);
    blobs.add(SampleBlob.of(KmdfList.TAG, kmdfList(crash, draw)));
    addSometimes(97, KMDF_LOG, (crash.machine().wide() ? 72 : 68) + 4024);
    add(DISPLAY, 4 * between(22, 200));
  }

  private void addSessions() {
    int sessions = between(0, 3);
    for (int session = 0; session < sessions; session++) {
      add(SESSION_STATE, between(33, 300));
      addSometimes(20, Guid.NIL, 0);
    }
    addSometimes(84, CRASHDMP, 0);
  }

  private void addRare() {
    addSometimes(45, PCI, 124 * between(4, 10));
    if (Draws.chance(draw, 48)) {
      blobs.add(SampleBlob.of(EtwTrace.TAG, TraceContent.of(crash, draw)));
    }
    addSometimes(47, BOOT_STATUS, bootStatusBytes());
    addSometimes(44, LOGON, 12 + 2 * between(10, 40));
    addSometimes(32, PLUG_AND_PLAY, 44 + 2 * between(10, 60));
    addSometimes(loads(DriverCatalog.ACMENET) ? 100 : 0, ACMENET_STATE, between(65, 257));
    addSometimes(loads(DriverCatalog.KESTRELGPU) ? 100 : 0, KESTRELGPU_STATE, between(100, 999));
    addSometimes(25, NOBODY_KNOWS, between(1, 64));
    if (loads(DriverCatalog.ACMENET)) {
      blobs.add(SampleBlob.of(EventLog.TAG, EventLog.of(crash, draw)));
    }
  }

  private int bootStatusBytes() {
    if (crash.build() >= 26100) {
      return 200;
    }
    if (crash.build() >= 22000) {
      return 192;
    }
    return crash.build() >= 19041 ? 176 : 136;
  }

  private boolean loads(String driver) {
    String file = '\\' + driver + ".sys";
    return crash.modules().stream().anyMatch(module -> module.path().endsWith(file));
  }

  private void addSometimes(int percent, Guid tag, int bytes) {
    if (Draws.chance(draw, percent)) {
      add(tag, bytes);
    }
  }

  private void add(Guid tag, int bytes) {
    blobs.add(SampleBlob.of(tag, Draws.bytes(draw, bytes)));
  }

  private int between(int least, int most) {
    return draw.nextInt(least, most + 1);
  }
}
