package org.crashtag.sample;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Guid;
import org.crashtag.sample.BlackBoxes.BootNotes;

/** The blobs of Windows and its drivers at a crash of the fleet. */
final class StateContent {
  private static final long STEPS_PER_MILLISECOND = 10_000;
  private static final int READ = 0x28;
  private static final int WRITE = 0x2A;
  private static final int FLUSH = 0x35;
  private static final int DEVICE_IS_NOT_THERE = 24;

  private static final List<String> STEPS =
      List.of("ShellStartupShellStarted", "WluiRequestCredentials", "WluiDisplayLocked");

  private static final List<String> DEVICES =
      List.of(
          "USB\\VID_ACE0&PID_0001\\5&1a2b3c4d&0&2",
          "DISPLAY\\ACM0007\\4&2f1e0d3c&0&UID8388688",
          "SWD\\MMDEVAPI\\{0.0.0.00000000}.{0f5e1d00-9c1b-4a11-8d07-77aa33cc1e01}");

  private static final List<String> PROCESSES =
      List.of(
          "\\Device\\HarddiskVolume3\\Windows\\System32\\svchost.exe",
          "\\Device\\HarddiskVolume3\\Windows\\explorer.exe",
          "\\Device\\HarddiskVolume3\\Users\\user\\AppData\\Local\\Quill\\quill.exe");

  private final SampleCrash crash;
  private final SplittableRandom draw;
  private final long time;

  StateContent(SampleCrash crash, SplittableRandom draw) {
    this.crash = crash;
    this.draw = draw;
    this.time = FileTime.of(crash.time());
  }

  /** The newest request first. If acmedisk hangs, some began long ago and never ended. */
  byte[] storage() {
    StorageLog log = new StorageLog("DSTP", "storport.sys");
    boolean hangs = crash.bugCheckCode() == 0x9F;
    long at = time - draw.nextLong(500 * STEPS_PER_MILLISECOND);
    int requests = 30 + draw.nextInt(37);
    for (int request = 0; request < requests; request++) {
      int operation = Draws.oneOf(draw, List.of(READ, READ, WRITE, WRITE, WRITE, FLUSH));
      boolean running = hangs && request < 3;
      long start = running ? time - (120_000 + draw.nextLong(60_000)) * STEPS_PER_MILLISECOND : at;
      long end = running ? 0 : at + draw.nextLong(2 * STEPS_PER_MILLISECOND);
      log.add(operation, start, end, running ? 0 : 1, draw.nextInt() & 0xFFFFFFFFL);
      at -= draw.nextLong(300 * STEPS_PER_MILLISECOND);
    }
    return log.toBytes();
  }

  byte[] display() {
    DisplayState state = new DisplayState();
    state.adapter(1300, 0x1414, 0x8D, 0);
    state.adapter(wddm(), 0x1414, 0x8C, 1);
    if (loads(DriverCatalog.KESTRELGPU)) {
      state.adapter(Math.min(wddm(), 2700), 0xACE1, 0x2000, 3);
    }
    long sequence = 1000L + draw.nextInt(1_000_000);
    for (int log = 0x12; log <= 0x13; log++) {
      List<DisplayState.Entry> entries = new ArrayList<>();
      int count = draw.nextInt(20);
      for (int entry = 0; entry < count; entry++) {
        sequence -= 1 + draw.nextInt(40);
        entries.add(entry(sequence));
      }
      state.log(log, entries);
    }
    return state.toBytes();
  }

  private DisplayState.Entry entry(long sequence) {
    List<Long> arguments = List.of(0xFFFFFFFFC00000BBL, draw.nextLong(4096), 0L, 0L, 0L);
    long thread = Draws.poolAddress(draw, crash.machine());
    return new DisplayState.Entry(sequence, thread, code("dxgkrnl.sys"), arguments);
  }

  private long code(String file) {
    SampleModule module =
        crash.modules().stream()
            .filter(loaded -> loaded.path().endsWith(file))
            .findFirst()
            .orElseThrow();
    return module.base() + 0x1000 + draw.nextLong(module.size() - 0x1000);
  }

  /** The display driver model that the build of Windows offers. */
  private int wddm() {
    if (crash.build() >= 26100) {
      return 3200;
    }
    if (crash.build() >= 22000) {
      return 3000;
    }
    if (crash.build() >= 19041) {
      return 2700;
    }
    return crash.build() >= 17134 ? 2400 : 1300;
  }

  byte[] bootStatus() {
    boolean held = Draws.chance(draw, 20);
    long noted = time - draw.nextLong(600_000 * STEPS_PER_MILLISECOND);
    long lastGood = crash.bootId() - 1 - draw.nextInt(2);
    BootNotes notes =
        new BootNotes(
            crash.productType(),
            crash.bootId(),
            Math.max(0, lastGood),
            noted,
            held ? noted - draw.nextLong(STEPS_PER_MILLISECOND) : 0,
            held ? 1 : 0);
    return BlackBoxes.bootStatus(bootStatusBytes(), notes);
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

  byte[] logon() {
    return BlackBoxes.logon(Draws.oneOf(draw, STEPS), Draws.chance(draw, 10));
  }

  byte[] plugAndPlay() {
    String device = Draws.oneOf(draw, DEVICES);
    long noted = time - draw.nextLong(crash.upTime());
    return BlackBoxes.plugAndPlay(Guid.NIL, noted, DEVICE_IS_NOT_THERE, device);
  }

  byte[] process() {
    return BlackBoxes.process(Draws.oneOf(draw, PROCESSES));
  }

  byte[] codeIntegrity() {
    boolean newest = crash.build() >= 26100;
    long noted = Draws.chance(draw, 30) ? FileTime.of(crash.time().minusSeconds(60)) : 0;
    return BlackBoxes.codeIntegrity(newest ? 486 : 470, newest ? 3 : 2, 6, noted, "residue");
  }

  /** The list in older builds of Windows; the newest also stores the bytes. */
  SampleBlob triageBlocks() {
    List<TriageBlocks.Block> wanted = new ArrayList<>();
    int blocks = 4 + draw.nextInt(8);
    for (int block = 0; block < blocks; block++) {
      byte[] bytes = Draws.bytes(draw, 8 * (1 + draw.nextInt(8)));
      wanted.add(new TriageBlocks.Block(Draws.poolAddress(draw, crash.machine()), bytes));
    }
    TriageBlocks all = new TriageBlocks().add("IoTriageDumpData", wanted);
    return crash.build() >= 26100
        ? SampleBlob.of(TriageBlocks.DATA, all.toData())
        : SampleBlob.of(TriageBlocks.LIST, all.toList());
  }

  byte[] wifi() {
    byte[] network = new byte[40];
    byte[] name = "acme-guest".getBytes(US_ASCII);
    System.arraycopy(name, 0, network, 3, name.length);
    WifiSections sections = new WifiSections(22, 140, draw.nextInt(10), 3);
    return sections.add(1, Draws.bytes(draw, 4)).add(12, network).toBytes();
  }

  /** For virtual machines: a hypervisor's first letters name its maker. */
  byte[] hypervisor() {
    return BlackBoxes.hypervisor("AcmeVisor 01", 0x40000006L);
  }

  private boolean loads(String driver) {
    String file = '\\' + driver + ".sys";
    return crash.modules().stream().anyMatch(module -> module.path().endsWith(file));
  }
}
