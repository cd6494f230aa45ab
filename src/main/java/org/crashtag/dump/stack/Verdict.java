package org.crashtag.dump.stack;

import java.util.List;
import java.util.Locale;
import org.crashtag.dump.Module;
import org.crashtag.dump.WindowsModules;

/**
 * The conclusions from the frames and devices of a dump. They don't prove guilt: the faulting
 * module contains the instruction, and the suspect is the driver that was active.
 *
 * @param faultStack the stack pointer at the fault: frames below it on the stack are the handling
 *     of the crash; null if unknown
 * @param faultingModule name of the module's file, or null
 * @param faultingOffset of the instruction in it, or null
 * @param faultingBy how it was found, or null
 * @param suspectModule the first module that isn't a part of Windows, or null
 * @param signature identifies this kind of crash across builds; null without a bug check code
 */
public record Verdict(
    Long faultStack,
    String faultingModule,
    Long faultingOffset,
    By faultingBy,
    String suspectModule,
    String signature) {
  /** How a faulting module was found. */
  public enum By {
    /** From a parameter that the bug check documents as an address of code. */
    PARAMETER,
    /** From an exception record or context record that a parameter points to. */
    EXCEPTION,
    /** From a scan of the stack: the suspect. */
    SCAN;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in tables and text: lower case. */
    public String label() {
      return label;
    }
  }

  /** The verdict for a dump without frames. */
  static Verdict withoutModule(BugCheckCall call, BugCheckFacts facts) {
    String signature = call.signature(facts.has(BugCheckFacts.Kind.KIND, call), null);
    return new Verdict(null, null, null, null, null, signature);
  }

  /**
   * Evaluates the frames.
   *
   * @param frames in their order
   * @param ofFault how many of the first frames belong to the fault
   * @param faultStack null if unknown
   */
  static Verdict of(
      BugCheckCall call,
      BugCheckFacts facts,
      List<StackFrame> frames,
      int ofFault,
      Long faultStack,
      List<Device> devices) {
    boolean ofDevices = facts.hasForAnyKind(BugCheckFacts.Kind.DEVICE, call);
    StackFrame suspected = suspected(call, facts, frames, faultStack);
    StackFrame faulting = first(frames.subList(0, ofFault));
    By by = faulting == null ? null : by(faulting);
    if (faulting == null
        && !ofDevices
        && suspected != null
        && !facts.has(BugCheckFacts.Kind.FOUND_LATER, call)) {
      faulting = suspected;
      by = By.SCAN;
    }
    String suspect = ofDevices ? suspect(devices) : name(suspected);
    String named = ofDevices ? suspect : name(faulting);
    return new Verdict(
        faultStack,
        name(faulting),
        faulting == null ? null : faulting.moduleOffset(),
        by,
        suspect,
        call.signature(facts.has(BugCheckFacts.Kind.KIND, call), named));
  }

  private static String name(StackFrame frame) {
    return frame == null ? null : frame.moduleName();
  }

  private static StackFrame first(List<StackFrame> frames) {
    for (StackFrame frame : frames) {
      if (frame.hasName()) {
        return frame;
      }
    }
    return null;
  }

  private static By by(StackFrame frame) {
    return switch (frame.trust()) {
      case PARAMETER -> By.PARAMETER;
      case EXCEPTION, CONTEXT -> By.EXCEPTION;
      case REGISTER, SCAN -> By.SCAN;
    };
  }

  private static StackFrame suspected(
      BugCheckCall call, BugCheckFacts facts, List<StackFrame> frames, Long faultStack) {
    if (facts.has(BugCheckFacts.Kind.OTHER_STACK, call)) {
      return null;
    }
    for (StackFrame frame : frames) {
      if (counts(frame, faultStack) && isSuspect(frame.module())) {
        return frame;
      }
    }
    return null;
  }

  private static boolean counts(StackFrame frame, Long faultStack) {
    boolean told =
        switch (frame.trust()) {
          case PARAMETER, EXCEPTION, SCAN -> true;
          case CONTEXT, REGISTER -> false;
        };
    boolean handling =
        faultStack != null
            && frame.stackAddress() != null
            && Long.compareUnsigned(frame.stackAddress(), faultStack) < 0;
    return told && frame.hasName() && !Boolean.FALSE.equals(frame.codeChecked()) && !handling;
  }

  private static boolean isSuspect(Module module) {
    return module != null
        && module.name() != null
        && !module.windows()
        && !WindowsModules.isDumpDriver(module.name());
  }

  private static String suspect(List<Device> devices) {
    for (Device device : devices) {
      if (isSuspect(device.module())) {
        return device.module().name();
      }
    }
    return null;
  }
}
