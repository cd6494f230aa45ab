package org.crashtag.bytes;

import java.util.List;
import java.util.Locale;

/**
 * Processor architectures by their PE machine type. Source: Microsoft's "PE Format",
 * IMAGE_FILE_MACHINE.
 */
public enum MachineType {
  X86(0x14C),
  ARM(0x1C4),
  X64(0x8664),
  ARM64(0xAA64);

  private static final List<MachineType> ALL = List.of(values());

  private final int type;
  private final String label = name().toLowerCase(Locale.ROOT);

  MachineType(int type) {
    this.type = type;
  }

  /** The number in a PE file's header. */
  public int type() {
    return type;
  }

  /** The name in tables and text: lower case, or the number in hex if it has no name. */
  public static String label(long type) {
    for (MachineType machine : ALL) {
      if (machine.type == type) {
        return machine.label;
      }
    }
    return "0x" + Long.toHexString(type);
  }

  /** The type that has this label. */
  public static long type(String label) {
    for (MachineType machine : ALL) {
      if (machine.label.equals(label)) {
        return machine.type;
      }
    }
    return Long.decode(label);
  }
}
