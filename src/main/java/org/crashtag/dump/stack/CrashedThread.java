package org.crashtag.dump.stack;

import org.crashtag.bytes.Bytes;
import org.crashtag.dump.DumpHeader;

/**
 * The process and the thread that were running when the machine crashed. Each is null if the dump
 * lacks it or the build's structures aren't known.
 *
 * <pre>
 * EPROCESS, ETHREAD   0x00 u8 type: 3 process, 6 thread
 * ETHREAD, 64-bit     0x30 u64 StackLimit   0x38 u64 StackBase
 * </pre>
 *
 * <p>Other offsets depend on the build: {@link ProcessLayout}. Sources: the type numbers are those
 * of KOBJECTS in Microsoft's public symbols; StackLimit and StackBase were measured in dumps of
 * builds 9600 to 26100.
 *
 * @param processName ImageFileName: the file's name without its folder, cut after 14 characters
 * @param processId 4 is System
 * @param threadId 0 is an idle thread
 * @param onThreadStack whether the dump's stack is the thread's own, not one for interrupts, DPCs
 *     or double faults
 */
public record CrashedThread(
    String processName, Long processId, Long threadId, Boolean onThreadStack) {
  /** The result for a dump without this information. */
  static final CrashedThread UNKNOWN = new CrashedThread(null, null, null, null);

  private static final int PROCESS = 3;
  private static final int THREAD = 6;
  private static final int STACK_LIMIT = 0x30;
  private static final int STACK_BASE = 0x38;
  private static final int NAME_BYTES = 15;

  /** Maximum number of bytes read of each structure. */
  static final int MOST_BYTES = 0x800;

  private static final long MOST_ID = 0xFFFFFFFFL;

  /**
   * Reads both.
   *
   * @param process bytes of the EPROCESS, none if the dump lacks it
   * @param thread bytes of the ETHREAD, none if the dump lacks it
   */
  static CrashedThread read(DumpHeader header, Bytes process, Bytes thread, CallStack stack) {
    boolean wide = header.format().pointerBytes() == 8;
    ProcessLayout layout = ProcessLayout.of(header);
    Bytes ofProcess = checked(process, PROCESS);
    Bytes ofThread = checked(thread, THREAD);
    return new CrashedThread(
        layout == null ? null : name(ofProcess, layout.imageFileName()),
        layout == null || !wide ? null : id(ofProcess, layout.uniqueProcessId(), 0),
        layout == null || !wide ? null : id(ofThread, layout.clientId(), Long.BYTES),
        wide ? onThreadStack(ofThread, stack) : null);
  }

  private static Bytes checked(Bytes object, int type) {
    return object.length() > 0 && object.u8(0) == type ? object : Bytes.NONE;
  }

  private static String name(Bytes process, int at) {
    if (process.length() < at + NAME_BYTES) {
      return null;
    }
    String name = process.text(at, NAME_BYTES);
    return isPrintable(name) && !name.isEmpty() ? name : null;
  }

  private static boolean isPrintable(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) < ' ' || name.charAt(i) >= 0x7F) {
        return false;
      }
    }
    return true;
  }

  private static Long id(Bytes object, int structure, int field) {
    int at = structure + field;
    if (structure < 0 || object.length() < at + Long.BYTES) {
      return null;
    }
    long id = object.i64(at);
    return id >= 0 && id <= MOST_ID ? (Long) id : null;
  }

  private static Boolean onThreadStack(Bytes thread, CallStack stack) {
    if (thread.length() < STACK_BASE + Long.BYTES || stack.bytes().length() == 0) {
      return null;
    }
    return Long.compareUnsigned(thread.i64(STACK_LIMIT), stack.top()) <= 0
        && Long.compareUnsigned(stack.top(), thread.i64(STACK_BASE)) < 0;
  }
}
