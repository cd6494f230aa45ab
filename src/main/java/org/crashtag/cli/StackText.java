package org.crashtag.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.crashtag.bytes.Escape;
import org.crashtag.decode.ColumnType;
import org.crashtag.dump.stack.CrashStack;
import org.crashtag.dump.stack.CrashedThread;
import org.crashtag.dump.stack.Device;
import org.crashtag.dump.stack.StackFrame;
import org.crashtag.dump.stack.Trust;
import org.crashtag.dump.stack.Verdict;

/** The crash analysis as text. */
final class StackText {
  private static final String UNKNOWN = "not known";

  private StackText() {}

  /** The conclusions from the frames, as lines of a name and a value. */
  static void printVerdict(PrintStream out, CrashStack stack, boolean isTriage) {
    Verdict verdict = stack.verdict();
    if (verdict.signature() != null) {
      HeaderText.line(out, "signature", verdict.signature());
    }
    if (!isTriage) {
      return;
    }
    HeaderText.line(out, "faulting", faulting(verdict));
    HeaderText.line(
        out, "suspect", verdict.suspectModule() == null ? UNKNOWN : verdict.suspectModule());
    printProcess(out, stack.process());
    for (int i = 0; i < stack.devices().size(); i++) {
      HeaderText.line(out, i == 0 ? "devices" : "", device(stack.devices().get(i)));
    }
  }

  private static String faulting(Verdict verdict) {
    return verdict.faultingModule() == null
        ? UNKNOWN
        : place(verdict.faultingModule(), verdict.faultingOffset())
            + ", by "
            + verdict.faultingBy().label();
  }

  private static String place(String module, Long offset) {
    return (module == null ? "(unnamed module)" : module) + "+0x" + Long.toHexString(offset);
  }

  /** Prints one line, or two if it would be too long. */
  private static void printProcess(PrintStream out, CrashedThread thread) {
    List<String> parts = process(thread);
    String line = String.join(", ", parts);
    if (line.length() <= HeaderText.VALUE_COLUMNS) {
      HeaderText.line(out, "process", line);
    } else {
      int last = parts.size() - 1;
      HeaderText.line(out, "process", String.join(", ", parts.subList(0, last)) + ",");
      HeaderText.line(out, "", parts.get(last));
    }
  }

  private static List<String> process(CrashedThread thread) {
    List<String> parts = new ArrayList<>();
    parts.add(thread.processName() == null ? UNKNOWN : thread.processName());
    if (thread.processId() != null) {
      parts.add("process " + thread.processId());
    }
    if (thread.threadId() != null) {
      parts.add("thread " + thread.threadId());
    }
    if (thread.onThreadStack() != null) {
      parts.add(
          thread.onThreadStack()
              ? "on the thread's stack"
              : "on a stack for interrupts, DPCs or double faults");
    }
    return parts;
  }

  private static String device(Device device) {
    String driver = device.moduleName() == null ? "driver " + UNKNOWN : device.moduleName();
    return ColumnType.hex64(device.address()) + "  " + driver;
  }

  /** The frames, most reliable first. */
  static void printFrames(PrintStream out, CrashStack stack) {
    out.println();
    out.println("Stack, most reliable first. About two out of three scanned frames are residue.");
    for (StackFrame frame : stack.frames()) {
      out.println(Escape.text(line(frame, stack.verdict().faultStack())));
    }
    if (stack.frames().isEmpty()) {
      out.println("(no frames)");
    }
  }

  private static String line(StackFrame frame, Long faultStack) {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "%-9s  ", frame.trust().label()));
    line.append(ColumnType.hex64(frame.address())).append("  ");
    line.append(
        frame.module() == null
            ? "(in no module)"
            : place(frame.moduleName(), frame.moduleOffset()));
    if (frame.trust() == Trust.SCAN || frame.trust() == Trust.REGISTER) {
      line.append("  ").append(checked(frame.codeChecked()));
    }
    boolean isHandling =
        faultStack != null
            && frame.stackAddress() != null
            && Long.compareUnsigned(frame.stackAddress(), faultStack) < 0;
    return line.append(isHandling ? ", handling of the crash" : "").toString();
  }

  private static String checked(Boolean checked) {
    if (checked == null) {
      return "code not in the dump";
    }
    return checked ? "after a call" : "not after a call";
  }
}
