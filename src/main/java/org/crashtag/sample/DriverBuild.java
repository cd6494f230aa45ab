package org.crashtag.sample;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * One build of a driver or other kernel module, the same in every fleet.
 *
 * @param path as in a module list
 * @param kmdfMinor y of the KMDF version 1.y.0 that it binds to; 0 if it doesn't use KMDF
 * @param size of the image, bytes
 * @param checksum of the image
 * @param timestamp of the image
 * @param windows whether it comes with Windows
 */
record DriverBuild(
    String path, int kmdfMinor, long size, long checksum, long timestamp, boolean windows) {
  /** Code integrity's signing level for a part of Windows. */
  private static final int SIGNED_AS_WINDOWS = 12;

  /** Its level for a vendor's driver that Microsoft's portal signed. */
  private static final int SIGNED_BY_MICROSOFT = 8;

  /** The first build whose dumps contain every driver's level; earlier ones contain one in ten. */
  private static final int FIRST_BUILD_WITH_ALL_LEVELS = 26100;

  private static final int FIRST_BUILD_WITH_LEVELS = 17134;

  private static final String DRIVER_FOLDER = "\\SystemRoot\\System32\\drivers\\";
  private static final long SECONDS_TO_2019 = 1_546_300_800L;
  private static final int SECONDS_PER_YEAR = 31_536_000;

  /** A module that comes with Windows; its timestamp is a hash, as in reproducible builds. */
  static DriverBuild ofWindows(String file, int kmdfMinor, int windowsBuild) {
    SplittableRandom draw = identity(file, windowsBuild);
    boolean atTop = file.equals("ntoskrnl.exe") || file.equals("hal.dll");
    long pages = atTop ? 2048 + draw.nextInt(1024) : 8 + draw.nextInt(120);
    return new DriverBuild(
        atTop ? file : DRIVER_FOLDER + file,
        kmdfMinor,
        pages * 0x1000,
        draw.nextInt(1 << 24),
        draw.nextInt() & 0xFFFF_FFFFL,
        true);
  }

  /** An invented vendor's driver; builds count from 1, about one a year from 2019 on. */
  static DriverBuild ofVendor(String name, int kmdfMinor, int number) {
    SplittableRandom draw = identity(name, number);
    return new DriverBuild(
        DRIVER_FOLDER + name + ".sys",
        kmdfMinor,
        (16L + draw.nextInt(200)) * 0x1000,
        draw.nextInt(1 << 22),
        SECONDS_TO_2019 + (number - 1L) * SECONDS_PER_YEAR + draw.nextInt(SECONDS_PER_YEAR),
        false);
  }

  /** The file name without folder and extension. */
  String name() {
    String file = path.substring(path.lastIndexOf('\\') + 1);
    return file.substring(0, file.lastIndexOf('.'));
  }

  /**
   * The entry in a dump of a machine with a build of Windows.
   *
   * @param wide whether the dump is a 64-bit one
   */
  SampleModule loadedAt(long base, int windowsBuild, boolean wide) {
    return new SampleModule(
        path, base, size, checksum, timestamp, wide ? signingLevel(windowsBuild) : 0);
  }

  private int signingLevel(int windowsBuild) {
    boolean told =
        windowsBuild >= FIRST_BUILD_WITH_ALL_LEVELS
            || (windowsBuild >= FIRST_BUILD_WITH_LEVELS && checksum % 10 == 0);
    if (!told) {
      return 0;
    }
    return windows ? SIGNED_AS_WINDOWS : SIGNED_BY_MICROSOFT;
  }

  private static SplittableRandom identity(String name, int number) {
    long seed = name.toLowerCase(Locale.ROOT).hashCode();
    return Draws.of(seed, Draws.Purpose.DRIVER, number);
  }
}
