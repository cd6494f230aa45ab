package org.crashtag.dump.stack;

import java.util.List;
import org.crashtag.dump.DumpHeader;

/**
 * The crash analysis of a dump.
 *
 * @param process the process and thread that were running
 * @param verdict what follows from the frames and devices
 * @param frames innermost first, grouped by trust; empty for all but triage dumps
 * @param devices from the physical device upwards; empty except for some 0x9F
 */
public record CrashStack(
    CrashedThread process, Verdict verdict, List<StackFrame> frames, List<Device> devices) {
  public CrashStack {
    frames = List.copyOf(frames);
    devices = List.copyOf(devices);
  }

  /** The result for a dump of which only the header is used. */
  public static CrashStack ofHeader(DumpHeader header, CrashRules rules) {
    Verdict verdict = Verdict.withoutModule(BugCheckCall.of(header), rules.facts());
    return new CrashStack(CrashedThread.UNKNOWN, verdict, List.of(), List.of());
  }
}
