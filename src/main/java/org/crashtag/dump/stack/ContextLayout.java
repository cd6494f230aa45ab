package org.crashtag.dump.stack;

import java.util.Optional;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MachineType;
import org.crashtag.dump.DumpHeader;

/**
 * The offsets of the registers in a context record. Source: CONTEXT, ARM64_NT_CONTEXT and so on in
 * winnt.h.
 *
 * <pre>
 *         instruction pointer   stack pointer   link register   bytes needed
 * x64     Rip 0xF8              Rsp 0x98                        0x100
 * arm64   Pc 0x108              Sp 0x100        Lr 0xF8         0x110
 * arm     Pc 0x40               Sp 0x38         Lr 0x3C         0x44
 * x86     Eip 0xB8              Esp 0xC4                        0xCC
 * </pre>
 */
enum ContextLayout {
  X64(MachineType.X64, 8, 0xF8, 0x98, -1, 0x100),
  ARM64(MachineType.ARM64, 8, 0x108, 0x100, 0xF8, 0x110),
  ARM(MachineType.ARM, 4, 0x40, 0x38, 0x3C, 0x44),
  X86(MachineType.X86, 4, 0xB8, 0xC4, -1, 0xCC);

  private final MachineType machine;
  private final int pointerBytes;
  private final int instructionPointer;
  private final int stackPointer;
  private final int linkRegister;
  private final int bytes;

  ContextLayout(
      MachineType machine,
      int pointerBytes,
      int instructionPointer,
      int stackPointer,
      int linkRegister,
      int bytes) {
    this.machine = machine;
    this.pointerBytes = pointerBytes;
    this.instructionPointer = instructionPointer;
    this.stackPointer = stackPointer;
    this.linkRegister = linkRegister;
    this.bytes = bytes;
  }

  /**
   * The registers that tell what code a processor was running.
   *
   * @param linkRegister null on machines without one
   */
  record Registers(long instructionPointer, long stackPointer, Long linkRegister) {}

  /**
   * The layout for a dump's machine; empty if the machine is unknown or doesn't fit the header's
   * format.
   */
  static Optional<ContextLayout> of(DumpHeader header) {
    for (ContextLayout layout : values()) {
      if (header.machineType() != null
          && header.machineType() == layout.machine.type()
          && header.format().pointerBytes() == layout.pointerBytes) {
        return Optional.of(layout);
      }
    }
    return Optional.empty();
  }

  /** The number of bytes of a record that are read. */
  int bytes() {
    return bytes;
  }

  /** The registers of a record; null if it was never written. */
  Registers read(Bytes record) {
    long instruction = pointer(record, instructionPointer);
    long stack = pointer(record, stackPointer);
    boolean empty = instruction == 0 && stack == 0;
    if (empty || record.hasAscii(instructionPointer, "PAGE")) {
      return null;
    }
    return new Registers(
        instruction, stack, linkRegister < 0 ? null : (Long) pointer(record, linkRegister));
  }

  private long pointer(Bytes record, int at) {
    return pointerBytes == 8 ? record.i64(at) : record.u32(at);
  }
}
