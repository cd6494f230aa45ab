package org.crashtag.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The drivers of a fleet: those of Windows with their real names, vendors' with made-up ones. The
 * KMDF version of a Windows driver is that of its system; a vendor's driver keeps the version that
 * it was built for.
 */
final class DriverCatalog {
  static final String ACMENET = "acmenet";
  static final String ACMEDISK = "acmedisk";
  static final String KESTRELGPU = "kestrelgpu";
  static final String BLUEPEN = "bluepen";

  /** The build of acmedisk that hangs when the machine goes to sleep. */
  static final int BAD_ACMEDISK_BUILD = 3;

  /** The builds of kestrelgpu with which no machine's display hangs. */
  static final Set<DriverBuild> GOOD_KESTRELGPU =
      Set.of(DriverBuild.ofVendor(KESTRELGPU, 0, 1), DriverBuild.ofVendor(KESTRELGPU, 0, 2));

  private static final int OLD_ACMENET_KMDF = 11;
  private static final int OLD_ACMENET_BUILD = 2;
  private static final int NEW_ACMENET_KMDF = 15;
  private static final int ACMEDISK_KMDF = 13;

  private static final List<String> WITHOUT_KMDF =
      List.of(
          "ntoskrnl.exe",
          "hal.dll",
          "CLFS.SYS",
          "FLTMGR.SYS",
          "ksecdd.sys",
          "ACPI.sys",
          "storport.sys",
          "stornvme.sys",
          "Ntfs.sys",
          "ndis.sys",
          "tcpip.sys",
          "disk.sys",
          "dxgkrnl.sys",
          "win32k.sys");

  private static final List<String> ALWAYS_WITH_KMDF =
      List.of(
          "Wdf01000",
          "acpiex",
          "msisadrv",
          "pci",
          "vdrvroot",
          "pdc",
          "spaceport",
          "CompositeBus",
          "umbus",
          "mssmbios",
          "NdisVirtualBus",
          "swenum",
          "rdpbus",
          "HDAudBus",
          "USBXHCI",
          "Ucx01000",
          "UsbHub3",
          "kdnic",
          "WindowsTrustedRT",
          "gencounter");

  private static final List<String> SOMETIMES_WITH_KMDF =
      List.of(
          "BthEnum",
          "BTHUSB",
          "CmBatt",
          "EhStorClass",
          "GPIOClx0101",
          "SerCx2",
          "SpbCx",
          "UcmCx",
          "UdeCx",
          "UrsCx",
          "WUDFRd",
          "buttonconverter",
          "hidi2c",
          "hidinterrupt",
          "intelpep",
          "sdbus",
          "sdstor",
          "usbccgp");

  /** Vendors' drivers except acmenet and acmedisk: name, KMDF 1.y or 0, number of builds. */
  private static final List<Family> FAMILIES =
      List.of(
          new Family("badgerfw", 13, 3),
          new Family(BLUEPEN, 13, 4),
          new Family("foxaudio", 11, 6),
          new Family("heronfs", 0, 5),
          new Family(KESTRELGPU, 0, 6),
          new Family("larkcam", 15, 3),
          new Family("marlintouch", 11, 2),
          new Family("otterusb", 11, 4),
          new Family("quillprint", 15, 2),
          new Family("tealsensor", 13, 3),
          new Family("wrenvpn", 0, 5));

  private DriverCatalog() {}

  /** y of the KMDF version 1.y.0 that comes with a build of Windows. */
  static int frameworkMinor(int windowsBuild) {
    if (windowsBuild >= 22621) {
      return 33;
    }
    if (windowsBuild >= 19041) {
      return 31;
    }
    if (windowsBuild >= 17134) {
      return 23;
    }
    return windowsBuild >= 14393 ? 15 : 13;
  }

  /**
   * The modules that a machine loads: those of Windows, and some vendors' according to its story.
   *
   * @param everything whether it has every device
   */
  static List<DriverBuild> installed(
      SplittableRandom draw, int windowsBuild, Story story, boolean everything) {
    List<DriverBuild> drivers = new ArrayList<>();
    for (String file : WITHOUT_KMDF) {
      drivers.add(DriverBuild.ofWindows(file, 0, windowsBuild));
    }
    addWithKmdf(drivers, ALWAYS_WITH_KMDF, windowsBuild);
    switch (story) {
      // Nothing else, because rare drivers would look as guilty as acmenet in a small fleet.
      case OLD_ACMENET ->
          drivers.add(DriverBuild.ofVendor(ACMENET, OLD_ACMENET_KMDF, OLD_ACMENET_BUILD));
      case BAD_ACMEDISK -> {
        addOrdinary(drivers, draw, windowsBuild, everything);
        drivers.add(DriverBuild.ofVendor(ACMEDISK, ACMEDISK_KMDF, BAD_ACMEDISK_BUILD));
      }
      case ORDINARY -> {
        addOrdinary(drivers, draw, windowsBuild, everything);
        if (everything || Draws.chance(draw, 35)) {
          int build = Draws.oneOf(draw, List.of(1, 2, 4));
          drivers.add(DriverBuild.ofVendor(ACMEDISK, ACMEDISK_KMDF, build));
        }
      }
    }
    return List.copyOf(drivers);
  }

  /** The build that was installed before the bad acmedisk, or the driver itself. */
  static DriverBuild beforeUpdate(DriverBuild driver) {
    return driver.name().equals(ACMEDISK)
        ? DriverBuild.ofVendor(ACMEDISK, ACMEDISK_KMDF, BAD_ACMEDISK_BUILD - 1)
        : driver;
  }

  private static void addOrdinary(
      List<DriverBuild> drivers, SplittableRandom draw, int windowsBuild, boolean everything) {
    List<String> some =
        SOMETIMES_WITH_KMDF.stream().filter(n -> everything || Draws.chance(draw, 50)).toList();
    addWithKmdf(drivers, some, windowsBuild);
    for (Family family : FAMILIES) {
      boolean wanted = everything || Draws.chance(draw, 35);
      int build = 1 + draw.nextInt(family.builds());
      if (wanted && family.kmdfMinor() <= frameworkMinor(windowsBuild)) {
        drivers.add(DriverBuild.ofVendor(family.name(), family.kmdfMinor(), build));
      }
    }
    boolean wanted = everything || Draws.chance(draw, 30);
    if (wanted && NEW_ACMENET_KMDF <= frameworkMinor(windowsBuild)) {
      drivers.add(DriverBuild.ofVendor(ACMENET, NEW_ACMENET_KMDF, 3 + draw.nextInt(3)));
    }
  }

  private static void addWithKmdf(List<DriverBuild> drivers, List<String> names, int windowsBuild) {
    for (String name : names) {
      drivers.add(DriverBuild.ofWindows(name + ".sys", frameworkMinor(windowsBuild), windowsBuild));
    }
  }

  private record Family(String name, int kmdfMinor, int builds) {}
}
