package org.crashtag.layout;

import java.util.Locale;
import java.util.Optional;
import org.crashtag.bytes.MachineType;

/** Target architecture; the layout of a structure depends on it. */
public enum Architecture {
  X86(4),
  X64(8),
  ARM64(8);

  private final int pointerBytes;

  Architecture(int pointerBytes) {
    this.pointerBytes = pointerBytes;
  }

  /** Size of an address in bytes. */
  public int pointerBytes() {
    return pointerBytes;
  }

  /** The name used in options and pipeline files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The architecture of a PE machine type; empty if layouts for it are not supported. */
  public static Optional<Architecture> ofMachine(long machineType) {
    String machine = MachineType.label(machineType);
    for (Architecture architecture : values()) {
      if (architecture.label().equals(machine)) {
        return Optional.of(architecture);
      }
    }
    return Optional.empty();
  }
}
