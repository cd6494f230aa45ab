package org.crashtag.testing;

import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleModule;
import org.crashtag.sample.UnloadedDriver;

/** Small dumps, one of each kind, with the smallest body of that kind. */
public final class DumpsOfEachKind {
  private DumpsOfEachKind() {}

  /** A dump with a body of a few pages, and an empty region. */
  public static DumpBuilder builder(MachineKind machine, DumpKind kind) {
    DumpBuilder builder = DumpBuilder.of(machine, kind).major(0xF).build(19041);
    return switch (kind) {
      case HEADER -> builder.noRegion();
      case FULL, SUMMARY, BITMAP_FULL, BITMAP_KERNEL, AUTOMATIC -> builder.pages(2);
      case RANGE_KERNEL, RANGE_ACTIVE, RANGE_FULL -> builder.range(1, 1).range(7, 2);
      case TRIAGE ->
          builder
              .module(new SampleModule("ntoskrnl.exe", 0x80000000L, 0x800000, 1, 2))
              .module(new SampleModule("\\Windows\\acme.sys", 0x90000000L, 0x21000, 3, 4))
              .unloaded(new UnloadedDriver("gone.sys", 0xA0000000L, 0xA0001000L));
    };
  }
}
