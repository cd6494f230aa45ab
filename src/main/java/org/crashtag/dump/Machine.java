package org.crashtag.dump;

/** Processor architectures by their PE machine type. */
public enum Machine {
  X86(0x14C),
  ARM(0x1C4),
  X64(0x8664),
  ARM64(0xAA64);

  private final int type;

  Machine(int type) {
    this.type = type;
  }

  /** The name in tables and text: lower case, or the number in hex where there is no name. */
  public static String label(long type) {
    for (Machine machine : values()) {
      if (machine.type == type) {
        return machine.name().toLowerCase(java.util.Locale.ROOT);
      }
    }
    return "0x" + Long.toHexString(type);
  }

  /** The type that has this label. */
  public static long type(String label) {
    for (Machine machine : values()) {
      if (label(machine.type).equals(label)) {
        return machine.type;
      }
    }
    return Long.decode(label);
  }
}
