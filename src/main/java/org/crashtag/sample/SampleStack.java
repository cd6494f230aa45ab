package org.crashtag.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The contents of a triage dump about the crashed thread: its process, its stack, the processor's
 * registers and pieces of memory. Sources: the format's description as measured in real files,
 * winnt.h, wdm.h and Microsoft's public symbols.
 *
 * <pre>{@code
 * new SampleStack(MachineKind.X64, 19041)
 *     .top(0xFFFFF88000001000L)
 *     .word(caller)
 *     .call(caller)
 *     .process("System", 4)
 * }</pre>
 */
public final class SampleStack {
  private static final int OBJECT_BYTES = 0x700;
  private static final long FLAGS_WITH_INTERRUPTS = 0x246;

  private final MachineKind machine;
  private final int build;
  private final Pen words = new Pen(0x400);
  private final List<Block> blocks = new ArrayList<>();
  private long top;
  private byte[] context = new byte[0];
  private byte[] process = new byte[0];
  private byte[] thread = new byte[0];

  /** A piece of memory. */
  private static final class Block {
    /** Address of its first byte. */
    private final long address;

    private final byte[] bytes;

    Block(long address, byte[] bytes) {
      this.address = address;
      this.bytes = bytes.clone();
    }
  }

  /** An empty stack of a machine with a build of Windows, which determines the offsets. */
  public SampleStack(MachineKind machine, int build) {
    this.machine = machine;
    this.build = build;
  }

  /** Sets the address of the first word. */
  public SampleStack top(long address) {
    top = address;
    return this;
  }

  /** The address after the last word. */
  public long end() {
    return top + words.position();
  }

  /** Adds a word. */
  public SampleStack word(long value) {
    words.number(value, machine.pointerBytes());
    return this;
  }

  /** Adds what an x64 processor pushes when kernel code is interrupted. */
  public SampleStack interrupted(long instruction, long stackPointer) {
    return word(instruction).word(0x10).word(FLAGS_WITH_INTERRUPTS).word(stackPointer).word(0x18);
  }

  /** Adds what an x64 processor pushes when 64-bit user code is interrupted. */
  public SampleStack entered(long instruction, long stackPointer) {
    return word(instruction).word(0x33).word(FLAGS_WITH_INTERRUPTS).word(stackPointer).word(0x2B);
  }

  /** The registers of the processor that wrote the dump. */
  public SampleStack context(long instruction, long stackPointer, long link) {
    context = contextRecord(instruction, stackPointer, link);
    return this;
  }

  /** Adds a context record in memory. */
  public SampleStack contextAt(long address, long instruction, long stackPointer) {
    return block(address, contextRecord(instruction, stackPointer, 0));
  }

  private byte[] contextRecord(long instruction, long stackPointer, long link) {
    Pen pen = new Pen(0x400);
    return switch (machine) {
      // P1Home..P6Home, flags, segments, Dr0.., Rax, Rcx, Rdx, Rbx, Rsp, .. R15, Rip
      case X64 ->
          pen.at(6 * 8 + 4 + 4 + 6 * 2 + 4 + 6 * 8 + 4 * 8)
              .u64(stackPointer)
              .at(pen.position() + 11 * 8)
              .u64(instruction)
              .at(0x4D0)
              .raw(new byte[] {0})
              .toBytes();
      // ContextFlags, Cpsr, X0..X28, Fp, Lr, Sp, Pc
      case ARM64 ->
          pen.at(8 + 30 * 8)
              .u64(link)
              .u64(stackPointer)
              .u64(instruction)
              .at(0x390)
              .raw(new byte[] {0})
              .toBytes();
      // ContextFlags, R0..R12, Sp, Lr, Pc
      case ARM ->
          pen.at(4 + 13 * 4)
              .u32(stackPointer)
              .u32(link)
              .u32(instruction)
              .at(0x1A0)
              .raw(new byte[] {0})
              .toBytes();
      // ContextFlags, Dr0..Dr7, the floating point save area of 112 bytes, Gs, Fs, Es, Ds, Edi,
      // Esi, Ebx, Edx, Ecx, Eax, Ebp, Eip, SegCs, EFlags, Esp
      case X86 ->
          pen.at(4 + 6 * 4 + 112 + 4 * 4 + 7 * 4)
              .u32(instruction)
              .u32(0x08)
              .u32(FLAGS_WITH_INTERRUPTS)
              .u32(stackPointer)
              .at(0x2CC)
              .raw(new byte[] {0})
              .toBytes();
    };
  }

  /** Adds an exception record in memory; 64-bit. */
  public SampleStack exceptionAt(long address, long code, long instruction) {
    return block(
        address,
        new Pen(0x98).u32(code).at(0x10).u64(instruction).at(0x97).raw(new byte[] {0}).toBytes());
  }

  /** The process that was running. */
  public SampleStack process(String name, long id) {
    Pen pen = object(3);
    if (nameOffset() > 0) {
      pen.at(nameOffset()).ascii(name);
    }
    if (idOffset() > 0) {
      pen.at(idOffset()).u64(id);
    }
    process = pen.toBytes();
    return this;
  }

  /** The thread that was running, and the place of its own stack. */
  public SampleStack thread(long processId, long id, long stackLimit, long stackBase) {
    Pen pen = object(6);
    if (machine.wide()) {
      pen.at(0x30).u64(stackLimit).u64(stackBase);
    }
    if (clientIdOffset() > 0) {
      pen.at(clientIdOffset()).u64(processId).u64(id);
    }
    thread = pen.toBytes();
    return this;
  }

  private static Pen object(int type) {
    return new Pen(OBJECT_BYTES).u16(type).at(OBJECT_BYTES - 1).raw(new byte[] {0});
  }

  /** EPROCESS.ImageFileName; 0 if this builder doesn't know it. */
  private int nameOffset() {
    return switch (machine) {
      case X64 ->
          switch (build) {
            case 9600 -> 0x438;
            case 17134 -> 0x450;
            case 26100 -> 0x338;
            default -> 0x5A8;
          };
      case ARM64 -> build == 17134 ? 0x3F8 : 0x560;
      case ARM -> 0x174;
      case X86 -> 0;
    };
  }

  /** EPROCESS.UniqueProcessId; 0 if this builder doesn't know it. */
  private int idOffset() {
    return machine != MachineKind.X64
        ? 0
        : switch (build) {
          case 9600 -> 0x2E0;
          case 19041 -> 0x440;
          case 26100 -> 0x1D0;
          default -> 0;
        };
  }

  /** ETHREAD.Cid; 0 if this builder doesn't know it. */
  private int clientIdOffset() {
    return machine != MachineKind.X64
        ? 0
        : switch (build) {
          case 9600 -> 0x620;
          case 19041 -> 0x478;
          case 26100 -> 0x508;
          default -> 0;
        };
  }

  /** Adds code before an address that a function returns to: a call. */
  public SampleStack call(long address) {
    byte[] code =
        switch (machine) {
          case X64, X86 -> new byte[] {0x0F, 0x1F, 0, (byte) 0xE8, 0x10, 0x20, 0x30, 0x40};
          case ARM64 -> new byte[] {0x1F, 0x20, 0x03, (byte) 0xD5, 0x10, 0x20, 0x30, (byte) 0x94};
          case ARM ->
              new byte[] {0, (byte) 0xBF, 0, (byte) 0xBF, 0x10, (byte) 0xF0, 0x20, (byte) 0xD8};
        };
    return block(address - code.length, code);
  }

  /** Adds code before an address that is not a call, so nothing returns to it. */
  public SampleStack noCall(long address) {
    return block(address - 8, new byte[] {0, 1, 2, 3, 4, 5, 6, 7});
  }

  /** Adds a device object. */
  public SampleStack device(long address, long driverObject, long attached) {
    int pointer = machine.pointerBytes();
    Pen pen = new Pen(0x150).u16(3).u16(0x150).u32(1).number(driverObject, pointer);
    return block(
        address,
        pen.number(0, pointer).number(attached, pointer).at(0x14F).raw(new byte[] {0}).toBytes());
  }

  /** Adds a driver object. */
  public SampleStack driver(long address, long start) {
    int pointer = machine.pointerBytes();
    Pen pen = new Pen(0x150).u16(4).u16(0x150).align(pointer).number(0, pointer).u32(0x12);
    return block(
        address, pen.align(pointer).number(start, pointer).at(0x14F).raw(new byte[] {0}).toBytes());
  }

  /** Adds a piece of memory. */
  public SampleStack block(long address, byte[] bytes) {
    blocks.add(new Block(address, bytes));
    return this;
  }

  /**
   * Writes all of it.
   *
   * @param pen over the dump's body, which starts with the triage header
   */
  void draw(DumpImage.Sketch sketch, Pen pen) {
    int start = machine.headerBytes();
    sketch.draw(machine.wide() ? 0x348 : 0x320, context);
    long processOffset = part(pen, process);
    long threadOffset = part(pen, thread);
    long stackOffset = part(pen, words.toBytes());
    pen.align(16);
    int table = pen.position();
    pen.at(table + 16 * blocks.size());
    long[] offsets = new long[blocks.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = part(pen, blocks.get(i).bytes);
    }
    int behind = pen.position();
    pen.at(table);
    for (int i = 0; i < offsets.length; i++) {
      long address = blocks.get(i).address;
      pen.u64(machine.wide() ? address : (int) address).u32(offsets[i]);
      pen.u32(blocks.get(i).bytes.length);
    }
    pen.at(0x20).u32(processOffset).u32(threadOffset);
    pen.u32(stackOffset).u32(words.toBytes().length);
    pen.at(0x48).number(top, machine.pointerBytes());
    pen.at(machine.wide() ? 0x78 : 0x60).u32(blocks.isEmpty() ? 0 : start + table);
    pen.u32(blocks.size()).at(behind);
  }

  /** Stacks of one crash are equal, because each of its dumps is built separately. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SampleStack that
        && machine == that.machine
        && build == that.build
        && Arrays.equals(drawn(), that.drawn());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(drawn());
  }

  private byte[] drawn() {
    Pen pen = new Pen(0x1000).at(0x80);
    draw(new DumpImage.Sketch(), pen);
    return pen.raw(context).toBytes();
  }

  private long part(Pen pen, byte[] bytes) {
    pen.align(8);
    int at = pen.position();
    pen.raw(bytes);
    return bytes.length == 0 ? 0 : machine.headerBytes() + (long) at;
  }
}
