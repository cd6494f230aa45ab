package org.crashtag.dump.stack;

import org.crashtag.dump.Module;

/**
 * An address that says where the machine was.
 *
 * @param trust how it is known
 * @param address of code
 * @param stackAddress its position on the stack; null unless it is of {@link Trust#SCAN}
 * @param module that contains it, or null
 * @param moduleOffset of the address in it, or null
 * @param codeChecked whether a call instruction precedes the address; null if its bytes aren't in
 *     the dump, or this was not checked
 */
public record StackFrame(
    Trust trust,
    long address,
    Long stackAddress,
    Module module,
    Long moduleOffset,
    Boolean codeChecked) {
  /** Name of the module's file, or null. */
  public String moduleName() {
    return module == null ? null : module.name();
  }

  /** Whether a verdict can name this frame's module. */
  boolean hasName() {
    return moduleName() != null;
  }
}
