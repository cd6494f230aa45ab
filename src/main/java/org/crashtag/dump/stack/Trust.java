package org.crashtag.dump.stack;

import java.util.Locale;

/** How a frame's address was found, most reliable first. */
public enum Trust {
  /** The bug check documents a parameter as an address of code. */
  PARAMETER,
  /** From an exception record. */
  EXCEPTION,
  /** The instruction pointer of a context record. */
  CONTEXT,
  /** The link register of the dump's own context; ARM64 and ARM. */
  REGISTER,
  /** A word of the stack that points into a module: a caller, or residue. */
  SCAN;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The name in tables and text: lower case. */
  public String label() {
    return label;
  }
}
