package org.crashtag.sample;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A machine of the fleet. Its number determines its story, hardware and build of Windows, so that
 * the first eight machines already show all of them.
 *
 * @param number from 0
 * @param kind of processor
 * @param build of Windows
 * @param processors logical ones
 * @param productType 1 workstation, 3 server
 * @param writer of the tagged region at a crash
 * @param story its problem
 * @param drivers the drivers it loads, in load order
 */
record Machine(
    int number,
    MachineKind kind,
    int build,
    int processors,
    int productType,
    RegionWriter writer,
    Story story,
    List<DriverBuild> drivers) {
  /**
   * Builds of x64 machines; those with the old acmenet always have 19041, which other machines have
   * as well.
   */
  private static final int[] X64_BUILDS = {
    19041, 19041, 22621, 22000, 26100, 19041, 22621, 17134, 9600, 19041,
    22000, 26100, 22621, 19041, 17134, 26100, 22621, 19041, 22000, 26100
  };

  private static final long SECONDS_PER_DAY = 86_400;

  static Machine of(long seed, int number) {
    SplittableRandom draw = Draws.of(seed, Draws.Purpose.MACHINE, number);
    MachineKind kind = kindOf(number);
    int build = buildOf(number, kind);
    Story story = storyOf(number);
    int processors = kind == MachineKind.X86 ? 1 << draw.nextInt(3) : 4 << draw.nextInt(4);
    int productType = kind == MachineKind.X64 && Draws.chance(draw, 8) ? 3 : 1;
    RegionWriter writer = writerOf(draw, build);
    List<DriverBuild> drivers = DriverCatalog.installed(draw, build, story, hasEverything(number));
    return new Machine(number, kind, build, processors, productType, writer, story, drivers);
  }

  String name() {
    return "machine-" + FleetPaths.digits(number, 4);
  }

  /** Time at which it got its build of acmedisk, in seconds since the start of 2026. */
  long updated() {
    return (20 + number * 37L % 80) * SECONDS_PER_DAY;
  }

  /** The same machine before it got the bad build of acmedisk. */
  Machine beforeUpdate() {
    List<DriverBuild> then = drivers.stream().map(DriverCatalog::beforeUpdate).toList();
    return new Machine(number, kind, build, processors, productType, writer, story, then);
  }

  boolean loads(String driver) {
    return drivers.stream().anyMatch(loaded -> loaded.name().equals(driver));
  }

  private static MachineKind kindOf(int number) {
    return switch (number % 16) {
      case 3 -> MachineKind.ARM64;
      case 7 -> MachineKind.X86;
      default -> MachineKind.X64;
    };
  }

  private static int buildOf(int number, MachineKind kind) {
    boolean even = number / 16 % 2 == 0;
    return switch (kind) {
      case X64 -> X64_BUILDS[number % X64_BUILDS.length];
      case ARM64 -> even ? 22621 : 26100;
      case X86, ARM -> even ? 14393 : 17763;
    };
  }

  /** Only x64 machines have the two stories, and no machine has both. */
  private static Story storyOf(int number) {
    if (number % 12 == 5) {
      return Story.OLD_ACMENET;
    }
    return number % 10 == 4 ? Story.BAD_ACMEDISK : Story.ORDINARY;
  }

  /**
   * Two machines, with the two most common KMDF versions, have every device. They clear every
   * driver except the guilty one, so that a fleet of a hundred dumps already gives the right
   * answer.
   */
  private static boolean hasEverything(int number) {
    return number == 0 || number == 2;
  }

  private static RegionWriter writerOf(SplittableRandom draw, int build) {
    int newerPercent =
        switch (build) {
          case 26100 -> 100;
          case 22621 -> 50;
          case 19041 -> 20;
          default -> 0;
        };
    return Draws.chance(draw, newerPercent) ? RegionWriter.NEWER : RegionWriter.OLDER;
  }
}
