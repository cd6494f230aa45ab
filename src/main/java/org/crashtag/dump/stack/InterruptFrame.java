package org.crashtag.dump.stack;

/**
 * What an x64 processor pushes on an interrupt or an exception: five words.
 *
 * <pre>
 * rip   cs   rflags   rsp   ss
 * </pre>
 *
 * <p>Source: Intel's Software Developer's Manual, volume 3; the selectors are those that Windows
 * uses. The kernel's calls of system services build such a frame as well, so a frame by itself
 * doesn't mean a fault.
 *
 * @param instructionPointer address at which the code was interrupted
 * @param stackPointer the stack pointer of that code
 */
record InterruptFrame(long instructionPointer, long stackPointer) {
  private static final int WORDS = 5;
  private static final long KERNEL_CODE = 0x10;
  private static final long KERNEL_DATA = 0x18;
  private static final long USER_CODE_64 = 0x33;
  private static final long USER_CODE_32 = 0x23;
  private static final long USER_DATA = 0x2B;

  /** This bit of the flags is always set. */
  private static final long FIXED_FLAG = 1 << 1;

  private static final long FLAGS_END = 0x400000;
  private static final long USER_END = 1L << 47;

  /** Whether the thread came from user mode here. */
  static boolean isUser(CallStack stack, int word) {
    if (!fits(stack, word)) {
      return false;
    }
    long code = stack.word(word + 1);
    return (code == USER_CODE_64 || code == USER_CODE_32)
        && hasFlags(stack, word)
        && stack.word(word + 4) == USER_DATA
        && Long.compareUnsigned(stack.word(word), USER_END) < 0;
  }

  /** The frame of kernel code at a word, or null. */
  static InterruptFrame ofKernel(CallStack stack, int word) {
    if (!fits(stack, word) || stack.word(word + 1) != KERNEL_CODE || !hasFlags(stack, word)) {
      return null;
    }
    long data = stack.word(word + 4);
    long pointer = stack.word(word + 3);
    boolean inStack =
        Long.compareUnsigned(pointer, stack.address(word + WORDS)) >= 0
            && Long.compareUnsigned(pointer, stack.end()) <= 0;
    return (data == 0 || data == KERNEL_DATA) && inStack
        ? new InterruptFrame(stack.word(word), pointer)
        : null;
  }

  private static boolean fits(CallStack stack, int word) {
    return word + WORDS <= stack.words();
  }

  private static boolean hasFlags(CallStack stack, int word) {
    long flags = stack.word(word + 2);
    return (flags & FIXED_FLAG) != 0 && Long.compareUnsigned(flags, FLAGS_END) < 0;
  }
}
