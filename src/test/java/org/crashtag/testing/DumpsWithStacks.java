package org.crashtag.testing;

import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleModule;
import org.crashtag.sample.SampleStack;

/** Small minidumps with all the data of the crash analysis. */
public final class DumpsWithStacks {
  private DumpsWithStacks() {}

  /** The parameters point to records and to the first of two devices, which form a cycle. */
  public static DumpBuilder of(MachineKind machine, long code) {
    long nt = machine.wide() ? 0xFFFFF80000000000L : 0x81000000L;
    long top = machine.wide() ? 0xFFFFF88000001000L : 0x8A001000L;
    long pool = machine.wide() ? 0xFFFFA00000000000L : 0xA0000000L;
    SampleStack stack =
        new SampleStack(machine, 19041)
            .top(top)
            .word(nt + 0x2001)
            .call(nt + 0x2000)
            .interrupted(nt + 0x3000, top + 48)
            .word(nt + 0x4001)
            .entered(0x1000, 0x2000)
            .context(nt + 0x5000, top, nt + 0x6000)
            .contextAt(pool + 0x2000, nt + 0x3000, top + 8)
            .device(pool, pool + 0x4000, pool + 0x1000)
            .device(pool + 0x1000, pool + 0x4000, pool)
            .driver(pool + 0x4000, nt)
            .process("System", 4)
            .thread(4, 8, top - 0x1000, top + 0x1000);
    if (machine.wide()) {
      stack.exceptionAt(pool + 0x5000, 0xC0000005L, nt + 0x3000);
    }
    return DumpBuilder.of(machine, DumpKind.TRIAGE)
        .build(19041)
        .bugCheck(code, 3, code == 0x9F ? pool : nt + 0x3000, pool + 0x5000, pool + 0x2000)
        .module(new SampleModule("nt.exe", nt, 0x8000, 0, 1_600_000_000L, 8))
        .stack(stack);
  }
}
