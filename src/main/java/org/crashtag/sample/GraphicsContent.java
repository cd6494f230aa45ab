package org.crashtag.sample;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.crashtag.bytes.FileTime;

/**
 * The blobs of display drivers and other vendors' drivers at a crash of the fleet. A machine with
 * kestrelgpu has its card; of the others, about half have an Intel GPU and a few an AMD one.
 */
final class GraphicsContent {
  /** Versions of kestrelgpu's builds, one per year from 2019 on. */
  private static final List<String> VERSIONS =
      List.of("430.86", "456.71", "472.12", "522.30", "545.92", "566.14");

  private static final List<String> BRANCHES =
      List.of("r430_94-1", "r456_50-9", "r471_89-4", "r521_90-18", "r545_67-3", "r565_00-138");

  private static final int FIRST_YEAR = 2019;
  private static final long CARD = 0x2000ACE1L;
  private static final long BOARD = 0x0B01ACE0L;
  private static final long TICKS_PER_SECOND = 10_000_000;
  private static final long STEPS_PER_SECOND = 10_000_000;
  private static final long MICROS_PER_SECOND = 1_000_000;

  private static final int ASSERT = 139;
  private static final int TIMEOUT = 140;
  private static final int RING_BYTES = 1024;
  private static final int LOG_RECORDS = 24;
  private static final int[] LOG_FILES = {0xA82A24, 0x50815C, 0xFC60B0, 0x5DF634};

  private static final int INTEL_PERCENT = 55;
  private static final int AMD_PERCENT = 12;

  private static final DateTimeFormatter INTEL_DATE =
      DateTimeFormatter.ofPattern("M-d-uuuu").withZone(ZoneOffset.UTC);

  /** A process and the memory that it usually holds, in pages of 4,096 bytes. */
  private record Program(String image, int pages) {}

  private static final List<Program> PROGRAMS =
      List.of(
          new Program("dwm.exe", 30_000),
          new Program("explorer.exe", 4_000),
          new Program("quill.exe", 200_000),
          new Program("larkplayer.exe", 60_000));

  private final SampleCrash crash;
  private final SplittableRandom draw;

  /** Random numbers of the machine, the same at all of its crashes. */
  private final SplittableRandom hardware;

  private final boolean hangs;

  private GraphicsContent(SampleCrash crash, SplittableRandom draw) {
    this.crash = crash;
    this.draw = draw;
    this.hardware = Draws.of(crash.machineName().hashCode(), Draws.Purpose.HARDWARE, 2);
    this.hangs = CrashScript.isOfDisplay(crash.bugCheckCode());
  }

  /** The blobs in the order of the chain. */
  static List<SampleBlob> of(SampleCrash crash, SplittableRandom draw) {
    GraphicsContent content = new GraphicsContent(crash, draw);
    List<SampleBlob> blobs = new ArrayList<>();
    content.addDisplay(blobs);
    content.addOthers(blobs);
    return blobs;
  }

  private void addDisplay(List<SampleBlob> blobs) {
    int lot = hardware.nextInt(100);
    SampleModule driver = kestrelgpu();
    if (driver != null) {
      blobs.add(SampleBlob.of(NvidiaData.TAG, nvidia(driver)));
    } else if (crash.machine() == MachineKind.X64 && lot < INTEL_PERCENT) {
      blobs.add(SampleBlob.of(IntelDisplayData.TAG, crash.build() < 17134 ? former() : intel()));
    } else if (crash.machine() == MachineKind.X64 && lot < INTEL_PERCENT + AMD_PERCENT) {
      blobs.add(SampleBlob.of(VendorBlobs.AMD_DISPLAY, amd()));
    }
  }

  private void addOthers(List<SampleBlob> blobs) {
    boolean realtek = Draws.chance(hardware, 10);
    boolean protects = Draws.chance(hardware, 2);
    boolean audio = Draws.chance(hardware, 2);
    if (Draws.chance(draw, 50)) {
      long boot = FileTime.of(crash.time()) - crash.upTime();
      blobs.add(SampleBlob.of(VendorBlobs.NTFS, VendorBlobs.ntfs(boot + 4 * STEPS_PER_SECOND)));
    }
    if (realtek) {
      blobs.add(SampleBlob.of(VendorBlobs.REALTEK, VendorBlobs.realtek(List.of(32, 288, 288, 96))));
    }
    if (protects) {
      blobs.add(SampleBlob.of(VendorBlobs.MARK, VendorBlobs.kaspersky(protection(), 4096)));
    }
    if (audio) {
      List<String> texts = List.of("acp: power on\r\n", "acp: stream " + draw.nextInt(9) + "\r\n");
      blobs.add(SampleBlob.of(VendorBlobs.AMD_AUDIO, VendorBlobs.amdAudio(texts)));
    }
  }

  private SampleModule kestrelgpu() {
    String file = '\\' + DriverCatalog.KESTRELGPU + ".sys";
    return crash.modules().stream()
        .filter(module -> module.path().endsWith(file))
        .findFirst()
        .orElse(null);
  }

  private byte[] nvidia(SampleModule driver) {
    ProtobufMessage dump = new ProtobufMessage().message(1, system(driver));
    dump.message(
        2, new ProtobufMessage().message(320, new ProtobufMessage().number(1, driver.base())));
    if (hangs) {
      dump.message(2, journal(driver, TIMEOUT, 3 + draw.nextInt(5), 1423));
    } else if (Draws.chance(draw, 20)) {
      dump.message(2, journal(driver, ASSERT, 60 + draw.nextInt(200), 724));
    }
    dump.message(2, new ProtobufMessage().message(324, log(driver)));
    NvidiaData data = new NvidiaData().message(dump).entry(4, 0, new byte[16]);
    addPrograms(data);
    return data.toBytes();
  }

  private ProtobufMessage system(SampleModule driver) {
    int build = build(driver);
    byte[] card = Draws.bytes(hardware, 16);
    return new ProtobufMessage()
        .message(4, new ProtobufMessage().bytes(3, card).number(4, CARD).number(7, BOARD))
        .message(5, new ProtobufMessage().number(4, windowsBuild()))
        .message(
            6,
            new ProtobufMessage()
                .text(2, VERSIONS.get(build))
                .text(3, BRANCHES.get(build))
                .number(4, 26_000_000L + 1_500_000L * build)
                .number(8, 1))
        .message(8, new ProtobufMessage().number(1, crash.bugCheckCode()))
        .message(11, clock());
  }

  /** The number of kestrelgpu's build, from 0. */
  private static int build(SampleModule driver) {
    int year = Instant.ofEpochSecond(driver.timestamp()).atZone(ZoneOffset.UTC).getYear();
    return Math.max(0, Math.min(VERSIONS.size() - 1, year - FIRST_YEAR));
  }

  /** Several releases share the kernel of 19041; only drivers tell them apart. */
  private long windowsBuild() {
    return crash.build() == 19041 ? 19042 + hardware.nextInt(4) : crash.build();
  }

  private ProtobufMessage clock() {
    return new ProtobufMessage()
        .number(1, TICKS_PER_SECOND)
        .number(2, ticks(0))
        .number(3, micros() - (hangs ? 3 : 0) * MICROS_PER_SECOND)
        .number(5, crash.upTime() / STEPS_PER_SECOND);
  }

  private long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, crash.time());
  }

  private long ticks(long secondsBefore) {
    return Math.max(0, crash.upTime() - secondsBefore * TICKS_PER_SECOND);
  }

  private ProtobufMessage journal(SampleModule driver, int type, int secondsBefore, int line) {
    long code = driver.base() + 0x1000 + draw.nextLong(driver.size() - 0x1000);
    long thread = Draws.poolAddress(draw, crash.machine());
    return new ProtobufMessage()
        .message(
            315,
            new ProtobufMessage()
                .number(1, type)
                .number(4, code)
                .number(6, 1)
                .number(7, 0)
                .number(8, code)
                .number(8, driver.base() + 0x1100)
                .number(11, line))
        .message(330, new ProtobufMessage().number(2, thread).number(3, ticks(secondsBefore)));
  }

  private ProtobufMessage log(SampleModule driver) {
    byte[] signature = new Pen(16).u32(driver.timestamp()).u32(1).u32(2).u32(3).toBytes();
    return new ProtobufMessage()
        .number(1, 12)
        .number(2, 1L << 29)
        .bytes(3, signature)
        .bytes(7, ring("1prt", LOG_RECORDS * 3))
        .bytes(7, ring("5prt", LOG_RECORDS));
  }

  /** The last records are from the seconds before the driver wrote its data. */
  private byte[] ring(String tag, int records) {
    NvidiaRing ring = new NvidiaRing(tag, RING_BYTES);
    long second = crash.time().getEpochSecond() - 2L * records;
    for (int i = 0; i < records; i++) {
      second += draw.nextInt(3);
      int file = LOG_FILES[draw.nextInt(LOG_FILES.length)];
      int gpu = Draws.chance(draw, 30) ? 0 : NvidiaRing.NO_GPU;
      ring.add(second, file, file % 2000, gpu, new int[file % 3]);
    }
    return ring.toBytes();
  }

  private void addPrograms(NvidiaData data) {
    long key = Draws.poolAddress(draw, crash.machine());
    for (int i = 0; i < PROGRAMS.size(); i++) {
      Program program = PROGRAMS.get(i);
      long client = key + 0x1000L * i;
      data.client(0xC1D00001L + i, client, program.image).device(client, client + 1);
      int pages = program.pages / 2 + draw.nextInt(program.pages);
      for (int part = 0; part < 3; part++) {
        long allocation = client + 0x100 + part;
        data.allocation(allocation, 4096L * (pages >> part)).opened(allocation, client + 1);
      }
    }
  }

  private byte[] intel() {
    Instant released = crash.time().minusSeconds(86_400L * (100 + hardware.nextInt(400)));
    String version = "31.0.101." + (4000 + hardware.nextInt(1500));
    return IntelDisplayData.today("_000_4953_a780_0_")
        .section("SYSINFO")
        .driver(INTEL_DATE.format(released) + ',' + version)
        .section("Regs")
        .pairs(0x2030, draw.nextInt(), 0x2034, draw.nextInt(), 0x2074, draw.nextInt())
        .row(0x100000, draw.ints(16).toArray())
        .emptyRow(0x44400, 4)
        .toBytes();
  }

  private byte[] former() {
    return IntelDisplayData.before()
        .pairs(0x2030, draw.nextInt(), 0x2034, draw.nextInt())
        .rowsUpTo(0x1020)
        .signature(0x1020, 0x1088)
        .row(0x44000, draw.nextInt(), draw.nextInt())
        .toBytes();
  }

  private byte[] amd() {
    String name = "2101120434-20.10.32.0" + hardware.nextInt(10) + "-201229a-362957C-Acme";
    return VendorBlobs.amdDisplay(crash.bugCheckCode(), name, 0x16361002L, 0x0B02ACE0L);
  }

  private String protection() {
    return "I: MARK 6.17.4.0.\nI: OS "
        + crash.build()
        + ".1 (64) 0x59\nW: k01, 1234: cs = 0x"
        + Integer.toHexString(draw.nextInt())
        + '\n';
  }
}
