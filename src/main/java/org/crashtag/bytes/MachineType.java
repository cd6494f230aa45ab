package org.crashtag.bytes;

/**
 * Processor architectures by their PE machine type. Source: Microsoft's "PE Format",
 * IMAGE_FILE_MACHINE.
 */
public enum MachineType {
  X86(0x14C),
  ARM(0x1C4),
  X64(0x8664),
  ARM64(0xAA64);

  private final int type;

  MachineType(int type) {
    this.type = type;
  }

  /** The number in a PE file's header. */
  public int type() {
    return type;
  }

  /** The name in tables and text: lower case, or the number in hex if it has no name. */
  public static String label(long type) {
    for (MachineType machine : values()) {
      if (machine.type == type) {
        return machine.name().toLowerCase(java.util.Locale.ROOT);
      }
    }
    return "0x" + Long.toHexString(type);
  }

  /** The type that has this label. */
  public static long type(String label) {
    for (MachineType machine : values()) {
      if (label(machine.type).equals(label)) {
        return machine.type;
      }
    }
    return Long.decode(label);
  }
}
