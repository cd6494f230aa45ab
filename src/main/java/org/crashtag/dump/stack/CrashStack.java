package org.crashtag.dump.stack;

import java.util.List;
import org.crashtag.dump.DumpHeader;

/**
 * What a dump tells of who crashed.
 *
 * @param process the process and thread that were running
 * @param verdict what follows from the frames and devices
 * @param frames innermost first, grouped by trust; empty for all but triage dumps
 * @param devices from the physical one up; empty for all but some 0x9F
 */
public record CrashStack(
    CrashedThread process, Verdict verdict, List<StackFrame> frames, List<Device> devices) {
  public CrashStack {
    frames = List.copyOf(frames);
    devices = List.copyOf(devices);
  }

  /** Of a dump whose header alone is looked at. */
  public static CrashStack ofHeader(DumpHeader header, CrashRules rules) {
    Verdict verdict = Verdict.withoutModule(BugCheckCall.of(header), rules.facts());
    return new CrashStack(CrashedThread.UNKNOWN, verdict, List.of(), List.of());
  }
}
