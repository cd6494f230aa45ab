package org.crashtag.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Guid;

/**
 * The trace of a crash's last minutes: Windows' own event log with what services and drivers
 * reported, the wireless network's log, mostly WPP messages, and an unused logger.
 */
final class TraceContent {
  private static final Guid SERVICES = Guid.constant("555908d1-a6d7-4695-8e1e-26931d2012f4");
  private static final Guid KERNEL_POWER = Guid.constant("331c3b3a-2005-44c2-ac5e-77220c37d6b4");

  /** Made up: the provider that drivers report through, and two TraceLogging providers. */
  private static final Guid DRIVER_REPORTS = Guid.constant("d21be25e-6666-4f1b-8a55-7be21d90aa06");

  private static final Guid ACMENET = Guid.constant("ac3e0e70-7777-4a4e-9b6d-5a3d1e8f0c07");

  private static final Guid WIRELESS = Guid.constant("71f1e550-8888-4d2a-a6c8-0f1e2d3c4b08");
  private static final int MESSAGE_FILES = 6;

  private static final long EVENT_LOG_MODE = 0x98800180L;
  private static final long SESSION_MODE = 0x80800002L;
  private static final long STEPS_PER_SECOND = 10_000_000L;
  private static final long ARM64_FREQUENCY = 19_200_000L;
  private static final int BUFFER_BYTES = 65_536;
  private static final byte[] LOCAL_SYSTEM = sid(5, 18);

  private final SampleCrash crash;
  private final SplittableRandom draw;
  private final long crashTime;
  private final long boot;
  private final long frequency;

  /** A record and its FILETIME. */
  private static final class Timed {
    private final long time;
    private final byte[] record;

    Timed(long time, byte[] record) {
      this.time = time;
      this.record = record;
    }
  }

  private TraceContent(SampleCrash crash, SplittableRandom draw) {
    this.crash = crash;
    this.draw = draw;
    crashTime = FileTime.of(crash.time());
    boot = crashTime - crash.upTime();
    frequency = crash.machine() == MachineKind.ARM64 ? ARM64_FREQUENCY : STEPS_PER_SECOND;
  }

  /** The blob's data. */
  static byte[] of(SampleCrash crash, SplittableRandom draw) {
    return new TraceContent(crash, draw).trace();
  }

  private byte[] trace() {
    EtwTrace trace = new EtwTrace(crash.build(), 2400 + draw.nextInt(1600), at(boot), frequency);
    EtwLogger eventLog = logger("EventLog-System", 9, EVENT_LOG_MODE, EtwLogger.SYSTEM_TIME);
    fill(eventLog, systemEvents());
    EtwLogger unused =
        logger("Microsoft-Windows-Rdp-Graphics-RdpIdd-Trace", 11, SESSION_MODE, EtwLogger.COUNTER);
    unused.unusedBuffer().zeroBuffer();
    EtwLogger wireless = logger("WiFiSession", 19, SESSION_MODE, EtwLogger.COUNTER);
    fill(wireless, wirelessRecords());
    return trace.add(eventLog).add(unused).add(wireless).toBytes();
  }

  private EtwLogger logger(String name, int id, long mode, int clock) {
    EtwLogger logger =
        new EtwLogger(name, id, mode, clock, BUFFER_BYTES, at(boot), at(boot), counts(0));
    return crash.build() >= 26100 ? logger.tightName() : logger;
  }

  /** In two buffers that are not in chronological order. */
  private void fill(EtwLogger logger, List<Timed> records) {
    records.sort(Comparator.comparingLong(timed -> timed.time));
    int half = records.size() / 2;
    logger.buffer(1);
    records.subList(half, records.size()).forEach(timed -> logger.add(timed.record));
    logger.buffer(0);
    records.subList(0, half).forEach(timed -> logger.add(timed.record));
  }

  private static Instant at(long fileTime) {
    return FileTime.instant(fileTime);
  }

  /** The value of the performance counter at this many steps of 100 ns after the boot. */
  private long counts(long steps) {
    return 50_000
        + steps / STEPS_PER_SECOND * frequency
        + steps % STEPS_PER_SECOND * frequency / STEPS_PER_SECOND;
  }

  /** A time in the last seconds before the crash, not before the boot. */
  private long lately(int seconds) {
    return Math.max(boot, crashTime - draw.nextLong(seconds * STEPS_PER_SECOND));
  }

  private List<Timed> systemEvents() {
    List<Timed> events = new ArrayList<>();
    for (int i = draw.nextInt(1, 4); i > 0; i--) {
      events.add(serviceState(lately(600)));
    }
    for (String driver : suspects()) {
      events.add(serviceInstalled(lately(3600), driver));
      events.add(driverReset(lately(10), driver));
      events.add(driverState(lately(30), driver));
    }
    if (Draws.chance(draw, 30)) {
      events.add(powerEvent(lately(120)));
    }
    return events;
  }

  /** The driver to blame for the bug check, if it is loaded. */
  private List<String> suspects() {
    String suspect =
        switch ((int) crash.bugCheckCode()) {
          case 0xD1 -> DriverCatalog.ACMENET;
          case 0x9F -> DriverCatalog.ACMEDISK;
          case 0x116, 0x117, 0x141 -> DriverCatalog.KESTRELGPU;
          default -> "no driver";
        };
    String file = '\\' + suspect + ".sys";
    boolean isLoaded = crash.modules().stream().anyMatch(module -> module.path().endsWith(file));
    return isLoaded ? List.of(suspect) : List.of();
  }

  private Timed reported(
      long time, Guid provider, long id, int level, String source, byte[] sid, String... strings) {
    byte[] report =
        ReportedEventPayload.of(at(time), id, source, sid, List.of(strings), new byte[0]);
    EtwEvent event = new EtwEvent(provider, time).level(level).keyword(1L << 63).reported(report);
    return new Timed(
        time, event.caller(4L * draw.nextInt(100, 300), 4L * draw.nextInt(300, 900)).toBytes());
  }

  private Timed serviceState(long time) {
    String service = Draws.oneOf(draw, List.of("Windows Update", "Print Spooler", "BITS"));
    String state = draw.nextBoolean() ? "running" : "stopped";
    return reported(
        time, SERVICES, 0x4000_1B7CL, 4, "Service Control Manager", LOCAL_SYSTEM, service, state);
  }

  private Timed serviceInstalled(long time, String driver) {
    return reported(
        time,
        SERVICES,
        0x4000_1B85L,
        4,
        "Service Control Manager",
        sid(5, 21, 1004336348, 1177238915, 682003330, 1001),
        driver,
        "C:\\Users\\operator\\Downloads\\" + driver + ".sys",
        "kernel mode driver",
        "demand start",
        "");
  }

  private Timed driverReset(long time, String driver) {
    return reported(
        time,
        DRIVER_REPORTS,
        129,
        3,
        driver,
        new byte[0],
        "\\Device\\Acme0",
        "Reset of the device");
  }

  private Timed driverState(long time, String driver) {
    TraceLoggingFields fields =
        new TraceLoggingFields("AdapterState")
            .text("driver", driver)
            .number("resets", draw.nextInt(9))
            .struct("queue", 2)
            .number("pending", draw.nextInt(64))
            .number("depth", 64);
    EtwEvent event =
        new EtwEvent(ACMENET, time).level(2).traits("Acme.Adapter").fields(fields).caller(4, 88);
    return new Timed(time, event.toBytes());
  }

  private Timed powerEvent(long time) {
    EtwEvent event =
        new EtwEvent(KERNEL_POWER, time).id(506, 8, 157, 0).payload(Draws.bytes(draw, 12));
    return new Timed(time, event.toBytes());
  }

  private List<Timed> wirelessRecords() {
    List<Guid> files = new ArrayList<>();
    for (int i = 0; i < MESSAGE_FILES; i++) {
      files.add(new Guid(0x5EED_0000_4444_4D2AL + ((long) i << 32), 0xA6C8_0F1E_2D3C_4B09L));
    }
    List<Timed> records = new ArrayList<>();
    for (int i = draw.nextInt(20, 60); i > 0; i--) {
      records.add(message(lately(300), Draws.oneOf(draw, files)));
    }
    for (int i = draw.nextInt(2, 6); i > 0; i--) {
      records.add(wirelessEvent(lately(300)));
    }
    return records;
  }

  private Timed message(long time, Guid file) {
    byte[] record =
        EtwMessage.of(
            file,
            10 + draw.nextInt(8),
            counts(time - boot),
            4,
            4L * draw.nextInt(10, 99),
            Draws.bytes(draw, 4 * draw.nextInt(4)));
    return new Timed(time, record);
  }

  private Timed wirelessEvent(long time) {
    TraceLoggingFields fields =
        new TraceLoggingFields("SignalQuality")
            .text("Ssid", "home of " + crash.machineName())
            .number("quality", draw.nextInt(101));
    EtwEvent event =
        new EtwEvent(WIRELESS, counts(time - boot))
            .traits("Sample.Wireless")
            .fields(fields)
            .caller(4L * draw.nextInt(100, 300), 4L * draw.nextInt(300, 900));
    return new Timed(time, event.toBytes());
  }

  /** u8 revision, u8 count, u48 authority, big-endian, u32 each. */
  private static byte[] sid(int authority, long... parts) {
    Pen pen = new Pen(32).number(1, 1).number(parts.length, 1).number(0, 5).number(authority, 1);
    for (long part : parts) {
      pen.u32(part);
    }
    return pen.toBytes();
  }
}
