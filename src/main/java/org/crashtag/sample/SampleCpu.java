package org.crashtag.sample;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A processor of machines of the fleet.
 *
 * @param name its brand string
 * @param vendor as spelled by CPUID, or by the registry if there is no CPUID
 * @param family display family
 * @param model display model
 * @param megahertz at which it started
 * @param microcode revision
 */
record SampleCpu(
    String name,
    String vendor,
    int family,
    int model,
    int stepping,
    int megahertz,
    long microcode) {
  private static final List<SampleCpu> X64 =
      List.of(
          new SampleCpu(
              "Intel(R) Core(TM) i7-8650U CPU @ 1.90GHz", "GenuineIntel", 6, 142, 10, 2112, 0xF4),
          new SampleCpu(
              "Intel(R) Core(TM) i5-6300U CPU @ 2.40GHz", "GenuineIntel", 6, 78, 3, 2496, 0xF0),
          new SampleCpu(
              "Intel(R) Xeon(R) E-2236 CPU @ 3.40GHz", "GenuineIntel", 6, 158, 10, 3408, 0xFA),
          new SampleCpu(
              "AMD Ryzen 7 PRO 5850U with Radeon Graphics", "AuthenticAMD", 25, 80, 0, 1897, 0),
          new SampleCpu("AMD Ryzen 5 3600 6-Core Processor", "AuthenticAMD", 23, 113, 0, 3593, 0));

  private static final SampleCpu X86 =
      new SampleCpu(
          "Intel(R) Atom(TM) CPU  Z3735F @ 1.33GHz", "GenuineIntel", 6, 55, 8, 1333, 0x838);

  private static final SampleCpu ARM =
      new SampleCpu("ACME Merlin 8 @ 2.40 GHz", "ACME Semiconductors", 8, 0xD4B, 0, 2400, 0);

  /** The processor of a machine, the same at each of its crashes. */
  static SampleCpu of(SampleCrash crash) {
    SplittableRandom draw = Draws.of(crash.machineName().hashCode(), Draws.Purpose.HARDWARE, 0);
    return switch (crash.machine()) {
      case X64 -> Draws.oneOf(draw, X64);
      case X86 -> X86;
      case ARM, ARM64 -> ARM;
    };
  }

  boolean hasCpuid() {
    return !this.equals(ARM);
  }

  /** Its description in the registry. */
  String identifier() {
    if (!hasCpuid()) {
      return "ARMv8 (64-bit) Family 8 Model D4B Revision   0";
    }
    String kind = vendor.equals("AuthenticAMD") ? "AMD64" : "Intel64";
    return kind + " Family " + family + " Model " + model + " Stepping " + stepping;
  }

  /** eax of CPUID leaf 1: stepping, model, family, extended model, extended family. */
  long signature() {
    int base = Math.min(family, 15);
    return stepping | (model & 15) << 4 | base << 8 | (model >> 4) << 16 | (family - base) << 20;
  }
}
