package org.crashtag.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.crashtag.bytes.Guid;

/**
 * The tagged blobs of a crash: the KMDF list, tags of Windows with made-up content of usual sizes,
 * and whatever makes chains hard to read: unknown tags, repeated tags, nil tags, empty blobs.
 */
final class TagContent {
  private static final Guid CRASHDMP = Guid.constant("65755a40-f146-43ea-8c91-36b85728fd35");

  /** Made up: the private tags of acmenet, kestrelgpu and an unknown component. */
  private static final Guid ACMENET_STATE = Guid.constant("ac3e0e70-1111-4a4e-9b6d-5a3d1e8f0c01");

  private static final Guid KESTRELGPU_STATE =
      Guid.constant("c0de6b1d-2222-4f1b-8a55-7be21d90aa02");
  private static final Guid NOBODY_KNOWS = Guid.constant("0ddba115-3333-4c77-b1e0-91f7c2d4ee03");

  /** Made up: written once per session, so several times in one dump. */
  private static final Guid SESSION_STATE = Guid.constant("5e5510e5-4444-4d2a-a6c8-0f1e2d3c4b04");

  private static final int FIRST_BUILD_WITH_TRIAGE_BLOCKS = 17134;

  private final SampleCrash crash;
  private final SplittableRandom draw;
  private final FirmwareContent firmware;
  private final StateContent state;
  private final RecorderContent recorders;
  private final List<SampleBlob> blobs = new ArrayList<>();

  private TagContent(SampleCrash crash, SplittableRandom draw) {
    this.crash = crash;
    this.draw = draw;
    this.firmware = new FirmwareContent(crash);
    this.state = new StateContent(crash, draw);
    this.recorders = new RecorderContent(crash, draw);
  }

  /** The blobs in the order of the chain. */
  static List<SampleBlob> of(SampleCrash crash, SplittableRandom draw) {
    TagContent content = new TagContent(crash, draw);
    content.addHardware();
    content.addKmdf();
    content.addSessions();
    content.addRare();
    content.blobs.addAll(GraphicsContent.of(crash, draw));
    return content.blobs;
  }

  /** The KMDF list with residue after the names. */
  static byte[] kmdfList(SampleCrash crash, SplittableRandom draw) {
    KmdfList list = new KmdfList(crash.machine()).residue(Draws.bytes(draw, 37));
    crash.kmdfDrivers().forEach(list::add);
    return list.toBytes();
  }

  private void addHardware() {
    add(SmbiosBlob.TAG, SmbiosContent.of(crash));
    add(BiosValues.TAG, firmware.biosValues());
    if (firmware.hasRegisters()) {
      add(RegisterList.TAG, firmware.registers());
    }
    add(AcpiTables.TAG, firmware.acpi());
    add(StorageLog.TAG, state.storage());
  }

  private void addKmdf() {
    addSometimes(43 * 100 / 77, Guid.NIL, 0);
    blobs.add(SampleBlob.of(KmdfList.TAG, kmdfList(crash, draw)));
    addSometimes(97, RecorderLog.KMDF_TAG, recorders::kmdf);
    add(DisplayState.TAG, state.display());
  }

  private void addSessions() {
    blobs.addAll(recorders.wpp());
    int sessions = between(0, 3);
    for (int session = 0; session < sessions; session++) {
      add(SESSION_STATE, between(33, 300));
      addSometimes(20, Guid.NIL, 0);
    }
    addSometimes(84, CRASHDMP, 0);
  }

  private void addRare() {
    addSometimes(45, PciTree.TAG, firmware::pci);
    if (Draws.chance(draw, 48)) {
      blobs.add(SampleBlob.of(EtwTrace.TAG, TraceContent.of(crash, draw)));
    }
    addSometimes(47, BlackBoxes.BOOT_STATUS, state::bootStatus);
    addSometimes(44, BlackBoxes.LOGON, state::logon);
    addSometimes(32, BlackBoxes.PLUG_AND_PLAY, state::plugAndPlay);
    addSometimes(25, BlackBoxes.PROCESS, state::process);
    addSometimes(47, BlackBoxes.CODE_INTEGRITY, state::codeIntegrity);
    addSometimes(3, BlackBoxes.HYPERVISOR, state::hypervisor);
    addSometimes(10, WifiSections.TAG, state::wifi);
    if (crash.build() >= FIRST_BUILD_WITH_TRIAGE_BLOCKS && Draws.chance(draw, 40)) {
      blobs.add(state.triageBlocks());
    }
    addSometimes(loads(DriverCatalog.ACMENET) ? 100 : 0, ACMENET_STATE, between(65, 257));
    addSometimes(loads(DriverCatalog.KESTRELGPU) ? 100 : 0, KESTRELGPU_STATE, between(100, 999));
    addSometimes(25, NOBODY_KNOWS, between(1, 64));
    if (loads(DriverCatalog.ACMENET)) {
      blobs.add(SampleBlob.of(EventLog.TAG, EventLog.of(crash, draw)));
    }
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

  private void addSometimes(int percent, Guid tag, Supplier<byte[]> data) {
    if (Draws.chance(draw, percent)) {
      add(tag, data.get());
    }
  }

  private void add(Guid tag, int bytes) {
    add(tag, Draws.bytes(draw, bytes));
  }

  private void add(Guid tag, byte[] data) {
    blobs.add(SampleBlob.of(tag, data));
  }

  private int between(int least, int most) {
    return draw.nextInt(least, most + 1);
  }
}
