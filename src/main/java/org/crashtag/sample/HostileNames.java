package org.crashtag.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Names that a program must not take for anything but names: HTML and SQL, quotes, marks that
 * change the direction of text, and names as long as file systems allow. Windows allows them
 * neither in file names nor in drivers' names, but nothing keeps them out of a dump or an archive.
 */
final class HostileNames {
  private static final int MOST_BYTES = 255;
  private static final String SYS = ".sys";
  private static final String DMP = ".dmp";

  /** A module's name ends at a slash. */
  private static final List<String> DRIVERS =
      List.of(
          "\"'><script>alert(1);<!--" + SYS,
          "<img src=x onerror=alert(1)>" + SYS,
          "'; DROP VIEW dumps; --" + SYS,
          "{{constructor}}${7*7}`&lt;&#60;" + SYS,
          "\u202egpj\u2066.\u200f\u05d0\u05d1" + SYS,
          "x".repeat(MOST_BYTES - SYS.length()) + SYS);

  /** A KMDF list has room for 31 letters. */
  private static final List<String> KMDF_DRIVERS =
      List.of("<script>alert(1)</script>", "\"'><b onclick=alert(1)>", "x".repeat(31));

  private static final List<String> MEMBERS =
      List.of(
          "</script><script>alert(1)</script>" + DMP,
          "\" onmouseover=\"alert(1)\" x='" + DMP,
          "'$(touch hostile)`touch hostile`'" + DMP,
          "\u202egpj.\u05d0\u05d1\u200f" + DMP,
          "y".repeat(MOST_BYTES - DMP.length()) + DMP);

  private HostileNames() {}

  /** The name of a member of an archive. */
  static String member(SplittableRandom draw) {
    return Draws.oneOf(draw, MEMBERS);
  }

  /** The crash with more drivers than it had. */
  static SampleCrash addTo(SampleCrash crash, SplittableRandom draw) {
    List<SampleModule> modules = new ArrayList<>(crash.modules());
    SampleModule last = modules.get(modules.size() - 1);
    long base = last.base() + last.size();
    for (String name : DRIVERS) {
      DriverBuild driver = DriverBuild.ofVendor(name.replace(SYS, ""), 0, 1 + draw.nextInt(3));
      modules.add(driver.loadedAt(base, crash.build(), crash.machine().wide()));
      base += driver.size();
    }
    List<KmdfDriver> bound = new ArrayList<>(crash.kmdfDrivers());
    for (String name : KMDF_DRIVERS) {
      bound.add(new KmdfDriver(name, 1, 15, 0, Draws.poolAddress(draw, crash.machine())));
    }
    return new SampleCrash(
        crash.machineName(),
        crash.machine(),
        crash.build(),
        crash.processors(),
        crash.productType(),
        crash.writer(),
        crash.bugCheckCode(),
        crash.live(),
        crash.parameters(),
        crash.exceptionCode(),
        crash.time(),
        crash.upTime(),
        crash.bootId(),
        modules,
        bound,
        crash.scene());
  }
}
