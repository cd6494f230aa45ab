package org.crashtag.dump.stack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MachineType;
import org.crashtag.bytes.MalformedException;
import org.crashtag.dump.DumpHeader;
import org.crashtag.dump.Module;
import org.crashtag.dump.TriageBytes;

/**
 * Finds the addresses of code in a triage dump, most reliable first, and evaluates them.
 *
 * <pre>
 * exception record, 64-bit: 0x00 u32 ExceptionCode   0x10 u64 ExceptionAddress
 * </pre>
 *
 * <p>Source: EXCEPTION_RECORD64 in winnt.h.
 */
final class StackReader {
  private static final int EXCEPTION_ADDRESS = 0x10;
  private static final int EXCEPTION_BYTES = 0x18;

  /** STATUS_BREAKPOINT: KeBugCheckEx itself raises it to enter the debugger. */
  private static final long BREAKPOINT = 0x80000003L;

  /** Below this offset are the headers of an image, which contain no code. */
  private static final long HEADERS_BYTES = 0x1000;

  private final DumpHeader header;
  private final BugCheckCall call;
  private final BugCheckFacts facts;
  private final boolean wide;
  private final boolean isX64;
  private final boolean isArm;
  private final CodeMap code;
  private final TriageStack parts;
  private final CallStack stack;
  private final Memory memory;
  private final Optional<ContextLayout> contexts;
  private final Optional<CallInstruction> calls;
  private final List<StackFrame> frames = new ArrayList<>();

  /** The exception record that a parameter points to, or null. */
  private Memory.Wanted exceptionRecord;

  /** The context record that a parameter points to, or null. */
  private Memory.Wanted contextRecord;

  private StackReader(
      DumpHeader header,
      List<Module> modules,
      CrashRules rules,
      TriageBytes dump,
      TriageStack parts) {
    this.header = header;
    this.call = BugCheckCall.of(header);
    this.facts = rules.facts();
    this.wide = header.format().pointerBytes() == 8;
    this.isX64 = header.machineType() != null && header.machineType() == MachineType.X64.type();
    this.code = new CodeMap(modules);
    this.parts = parts;
    this.stack = parts.stack();
    this.memory = new Memory(dump, stack, parts.blocks(), wide);
    this.contexts = ContextLayout.of(header);
    this.isArm = contexts.isPresent() && contexts.get() == ContextLayout.ARM;
    this.calls = CallInstruction.of(header.machineType());
  }

  /**
   * Analyses a triage dump.
   *
   * @param modules of the dump
   * @param dump whose parts that refer to one another are held
   */
  static CrashStack read(
      DumpHeader header,
      List<Module> modules,
      CrashRules rules,
      TriageBytes dump,
      Consumer<MalformedException> faults)
      throws IOException {
    TriageStack parts = TriageStack.read(header, dump, faults);
    return new StackReader(header, modules, rules, dump, parts).read();
  }

  private CrashStack read() throws IOException {
    long physical = facts.address(BugCheckFacts.Kind.DEVICE, call);
    if (physical != 0) {
      memory.hold();
    }
    List<StackFrame> returns = new ArrayList<>();
    ContextLayout.Registers own =
        contexts.isPresent() && parts.context().length() > 0
            ? contexts.get().read(parts.context())
            : null;
    addRegister(own, returns);
    addScan(returns);
    wantRecords();
    List<Memory.Wanted> before = wantCode(returns);
    memory.load();

    addParameter();
    addExceptions();
    ContextLayout.Registers given = givenContext();
    if (given != null) {
      add(Trust.CONTEXT, given.instructionPointer());
    }
    int ofFault = frames.size();
    if (own != null) {
      add(Trust.CONTEXT, own.instructionPointer());
    }
    for (int i = 0; i < returns.size(); i++) {
      frames.add(
          before.isEmpty() ? returns.get(i) : checked(returns.get(i), before.get(i).bytes()));
    }

    Long faultStack = ofFault == 0 ? null : faultStack(frames.get(0).address(), given, own);
    DeviceStack layout = wide ? DeviceStack.WIDE : DeviceStack.NARROW;
    List<Device> devices = layout.read(physical, memory, code);
    return new CrashStack(
        CrashedThread.read(header, parts.process(), parts.thread(), stack),
        Verdict.of(call, facts, frames, ofFault, faultStack, devices),
        frames,
        devices);
  }

  private void wantRecords() {
    // 64-bit only, because no 32-bit sample with such a parameter is available.
    long exception = wide ? facts.address(BugCheckFacts.Kind.EXCEPTION, call) : 0;
    if (exception != 0) {
      exceptionRecord = memory.want(exception, EXCEPTION_BYTES);
    }
    long context = facts.address(BugCheckFacts.Kind.CONTEXT, call);
    if (context != 0 && contexts.isPresent()) {
      contextRecord = memory.want(context, contexts.get().bytes());
    }
  }

  private void add(Trust trust, long address) {
    Module module = code.find(address);
    frames.add(frame(trust, address, null, module));
  }

  private static StackFrame frame(Trust trust, long address, Long stackAddress, Module module) {
    Long offset = module == null ? null : (Long) (address - module.base());
    return new StackFrame(trust, address, stackAddress, module, offset, null);
  }

  private void addParameter() {
    long address = facts.address(BugCheckFacts.Kind.CODE, call);
    if (address != 0) {
      add(Trust.PARAMETER, isArm ? withoutThumb(address) : address);
    }
  }

  private void addExceptions() {
    Bytes bytes = exceptionRecord == null ? null : exceptionRecord.bytes();
    if (bytes != null && bytes.i64(EXCEPTION_ADDRESS) != 0) {
      add(Trust.EXCEPTION, bytes.i64(EXCEPTION_ADDRESS));
    }
    Long exception = header.exceptionCode();
    Long address = header.exceptionAddress();
    boolean told = exception != null && exception != 0 && exception != BREAKPOINT;
    if (told && address != null && address != 0) {
      add(Trust.EXCEPTION, address);
    }
  }

  /** The registers of the context record that a parameter points to, or null. */
  private ContextLayout.Registers givenContext() {
    Bytes record = contextRecord == null ? null : contextRecord.bytes();
    return record == null ? null : contexts.get().read(record);
  }

  /** Bit 0 of an address marks Thumb code, which all code of Windows is. */
  private static long withoutThumb(long address) {
    return address & ~1L;
  }

  private void addRegister(ContextLayout.Registers own, List<StackFrame> returns) {
    if (own == null || own.linkRegister() == null) {
      return;
    }
    long address = isArm ? withoutThumb(own.linkRegister()) : own.linkRegister();
    Module module = code.findLoaded(address);
    if (module != null) {
      returns.add(frame(Trust.REGISTER, address, null, module));
    }
  }

  private void addScan(List<StackFrame> returns) {
    for (int i = 0; i < stack.words(); i++) {
      if (isX64 && InterruptFrame.isUser(stack, i)) {
        // The thread entered the kernel here.
        break;
      }
      long word = stack.word(i);
      if (!isArm || (word & 1) != 0) {
        long address = isArm ? withoutThumb(word) : word;
        Module module = code.findLoaded(address);
        if (module != null && address - module.base() >= HEADERS_BYTES) {
          returns.add(frame(Trust.SCAN, address, stack.address(i), module));
        }
      }
    }
  }

  /** Requests the bytes before each return address; none if the machine is unknown. */
  private List<Memory.Wanted> wantCode(List<StackFrame> returns) {
    List<Memory.Wanted> before = new ArrayList<>();
    if (calls.isPresent()) {
      int size = calls.get().bytes();
      for (StackFrame frame : returns) {
        before.add(memory.want(frame.address() - size, size));
      }
    }
    return before;
  }

  /**
   * @param before the bytes before the address; null if they aren't in the dump
   */
  private StackFrame checked(StackFrame frame, Bytes before) {
    return new StackFrame(
        frame.trust(),
        frame.address(),
        frame.stackAddress(),
        frame.module(),
        frame.moduleOffset(),
        before == null ? null : (Boolean) calls.get().ends(before));
  }

  /** The stack pointer at the fault, or null. */
  private Long faultStack(long fault, ContextLayout.Registers given, ContextLayout.Registers own) {
    if (given != null && stack.has(given.stackPointer())) {
      return given.stackPointer();
    }
    if (isX64) {
      for (int i = 0; i < stack.words(); i++) {
        InterruptFrame frame = InterruptFrame.ofKernel(stack, i);
        if (frame != null && frame.instructionPointer() == fault) {
          return frame.stackPointer();
        }
      }
    }
    return own != null && own.instructionPointer() == fault ? (Long) own.stackPointer() : null;
  }
}
