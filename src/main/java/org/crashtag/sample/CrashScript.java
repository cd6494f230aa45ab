package org.crashtag.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Decides how a machine crashes: its story gives the code, and everything else matches the code.
 */
final class CrashScript {
  private static final Instant START_OF_2026 = Instant.parse("2026-01-01T00:00:00Z");

  /** January to June. */
  private static final int SECONDS_OF_CRASHES = 181 * 86_400;

  private static final long STEPS_PER_SECOND = 10_000_000L;

  /**
   * The percentage of crashes, on a machine with the bad acmedisk, that have other causes because
   * they precede the update.
   */
  private static final int CRASHES_BEFORE_UPDATE_PERCENT = 40;

  private static final int SECONDS_PER_HOUR = 3_600;
  private static final int SECONDS_OF_CRASHES_BEFORE = 40 * SECONDS_PER_HOUR;
  private static final int SECONDS_OF_CRASHES_AFTER = 75 * 86_400;
  private static final long ACCESS_VIOLATION = 0xC0000005L;
  private static final long BREAKPOINT = 0x80000003L;

  /** From this build on, machines without an old acmenet also have an occasional 0xD1. */
  private static final int FIRST_BUILD_WITH_STRAY_D1 = 19041;

  private static final List<Long> DISPLAY_CODES = List.of(0x116L, 0x116L, 0x117L, 0x141L, 0x1A8L);

  /** Each occurs as often as it is listed. */
  private static final List<Long> ORDINARY_CODES =
      List.of(
          0x0AL,
          0x0AL,
          0x1AL,
          0x3BL,
          0x3BL,
          0x3BL,
          0x3BL,
          0x50L,
          0x50L,
          0x50L,
          0x9FL,
          0x9FL,
          0xD1L,
          0xD1L,
          0xEFL,
          0xEFL,
          0x133L,
          0x133L,
          0x133L,
          0x144L,
          0x15EL,
          0x1000007EL,
          0x1000007EL,
          0x1000007EL);

  private final Machine machine;
  private final SplittableRandom draw;
  private final long base;
  private final List<SampleModule> modules;

  private CrashScript(Machine machine, long base, SplittableRandom draw) {
    this.machine = machine;
    this.draw = draw;
    this.base = base;
    modules = load();
  }

  static SampleCrash play(Machine machine, SplittableRandom draw) {
    long base =
        machine.kind().wide()
            ? 0xFFFF_F800_0000_0000L + ((long) draw.nextInt(1 << 16) << 21)
            : 0x8100_0000L + ((long) draw.nextInt(1 << 8) << 16);
    long code = code(machine, draw);
    boolean early =
        machine.story() == Story.BAD_ACMEDISK
            && code != 0x9F
            && Draws.chance(draw, CRASHES_BEFORE_UPDATE_PERCENT);
    Machine then = early ? machine.beforeUpdate() : machine;
    return new CrashScript(then, base, draw).play(code, early);
  }

  private SampleCrash play(long code, boolean early) {
    boolean live = isLive(code);
    List<Long> parameters = parameters(code);
    return new SampleCrash(
        machine.name(),
        machine.kind(),
        machine.build(),
        machine.processors(),
        machine.productType(),
        live ? RegionWriter.NEWER : machine.writer(),
        code,
        live,
        parameters,
        hasException(code) ? ACCESS_VIOLATION : BREAKPOINT,
        START_OF_2026
            .plusSeconds(second(draw.nextInt(SECONDS_OF_CRASHES), early))
            .plusNanos(100L * draw.nextInt((int) STEPS_PER_SECOND)),
        upTime(code),
        1L + draw.nextInt(400),
        modules,
        kmdfDrivers(),
        StackScript.play(machine, code, parameters, modules, draw.split()));
  }

  /**
   * Time of the crash, in seconds since the start of the year. The machines with the bad acmedisk
   * got it with an update: before it they crashed for other reasons, and soon after it they hang
   * for the first time.
   */
  private long second(int drawn, boolean early) {
    if (machine.story() != Story.BAD_ACMEDISK) {
      return drawn;
    }
    double share = (double) drawn / SECONDS_OF_CRASHES;
    return early
        ? machine.updated() - (long) (share * SECONDS_OF_CRASHES_BEFORE)
        : machine.updated()
            + SECONDS_PER_HOUR
            + (long) (share * share * share * share * SECONDS_OF_CRASHES_AFTER);
  }

  /** One after another, from an address that changes with each boot. */
  private List<SampleModule> load() {
    long next = base;
    List<SampleModule> loaded = new ArrayList<>(machine.drivers().size());
    for (DriverBuild driver : machine.drivers()) {
      loaded.add(driver.loadedAt(next, machine.build(), machine.kind().wide()));
      next += driver.size();
    }
    return loaded;
  }

  private List<KmdfDriver> kmdfDrivers() {
    List<KmdfDriver> bound = new ArrayList<>();
    for (DriverBuild driver : machine.drivers()) {
      if (driver.kmdfMinor() > 0) {
        long globals = bound.isEmpty() ? 0 : Draws.poolAddress(draw, machine.kind());
        bound.add(new KmdfDriver(driver.name(), 1, driver.kmdfMinor(), 0, globals));
      }
    }
    return bound;
  }

  private static long code(Machine machine, SplittableRandom draw) {
    if (machine.story() == Story.OLD_ACMENET) {
      return 0xD1;
    }
    if (machine.story() == Story.BAD_ACMEDISK && Draws.chance(draw, 75)) {
      return 0x9F;
    }
    if (machine.loads(DriverCatalog.KESTRELGPU) && Draws.chance(draw, 25) && canHang(machine)) {
      return Draws.oneOf(draw, DISPLAY_CODES);
    }
    long code = Draws.oneOf(draw, ORDINARY_CODES);
    return code == 0xD1 && machine.build() < FIRST_BUILD_WITH_STRAY_D1 ? 0x50 : code;
  }

  /** The oldest builds of kestrelgpu are harmless. */
  private static boolean canHang(Machine machine) {
    return machine.drivers().stream().noneMatch(DriverCatalog.GOOD_KESTRELGPU::contains);
  }

  /** Whether a bug check is one of the display's. */
  static boolean isOfDisplay(long code) {
    return DISPLAY_CODES.contains(code);
  }

  private static boolean isLive(long code) {
    return code == 0x117 || code == 0x141 || code == 0x144 || code == 0x15E || code == 0x1A8;
  }

  private static boolean hasException(long code) {
    return code == 0x3B || code == 0x50 || code == 0x1000007E;
  }

  /** With bluepen a DPC hangs while it starts; else 5 minutes to 20 days, mostly few. */
  private long upTime(long code) {
    if (code == 0x133 && machine.loads(DriverCatalog.BLUEPEN)) {
      return (20 + draw.nextLong(580)) * STEPS_PER_SECOND + draw.nextLong(STEPS_PER_SECOND);
    }
    double share = draw.nextDouble();
    long seconds = 300 + (long) (share * share * share * 20 * 86_400);
    return seconds * STEPS_PER_SECOND + draw.nextLong(STEPS_PER_SECOND);
  }

  private List<Long> parameters(long code) {
    return switch ((int) code) {
      case 0x0A -> List.of(lowAddress(), 2L, draw.nextLong(2), codeIn("ntoskrnl"));
      case 0x1A -> List.of(0x41792L, pool(), lowAddress(), 0L);
      case 0x3B -> List.of(ACCESS_VIOLATION, codeIn("win32k"), pool(), 0L);
      case 0x50 -> List.of(pool(), draw.nextLong(2), codeIn("Ntfs"), 2L);
      case 0x9F -> List.of(3L, pool(), pool(), pool());
      case 0xD1 -> List.of(lowAddress(), 2L, draw.nextLong(2), codeIn(netDriver()));
      case 0xEF -> List.of(pool(), 0L, 0L, 0L);
      case 0x116, 0x117, 0x141 ->
          List.of(pool(), codeIn(DriverCatalog.KESTRELGPU), 0xC000009AL, 4L);
      case 0x133 -> List.of(draw.nextLong(2), 0x501L, 0x500L, pool());
      case 0x144 -> List.of(0x3003L, pool(), 0x40010000L, 0L);
      case 0x15E -> List.of(0x25L, 0x23L, pool(), 0L);
      case 0x1A8 -> List.of(1L + draw.nextLong(3), 0L, pool(), 0L);
      case 0x1000007E -> List.of(signExtended(ACCESS_VIOLATION), codeIn("tcpip"), pool(), pool());
      default -> throw new IllegalStateException("no parameters for " + Long.toHexString(code));
    };
  }

  /** A status as a parameter: 0xffffffffc0000005 in 64 bits. */
  private long signExtended(long status) {
    return machine.kind().wide() ? (int) status : status;
  }

  private String netDriver() {
    return machine.loads(DriverCatalog.ACMENET) ? DriverCatalog.ACMENET : "ndis";
  }

  private long codeIn(String driver) {
    for (int i = 0; i < modules.size(); i++) {
      if (machine.drivers().get(i).name().equals(driver)) {
        SampleModule module = modules.get(i);
        return module.base() + 0x1000 + draw.nextLong(module.size() - 0x1000);
      }
    }
    throw new IllegalStateException(driver + " is not loaded on " + machine.name());
  }

  private long pool() {
    return Draws.poolAddress(draw, machine.kind());
  }

  private long lowAddress() {
    return draw.nextLong(0x1000);
  }
}
