package org.crashtag.layout;

import java.util.Locale;
import java.util.Optional;
import org.crashtag.bytes.MachineType;

/** What a structure's layout depends on. */
public enum Architecture {
  X86(4),
  X64(8),
  ARM64(8);

  private final int pointerBytes;

  Architecture(int pointerBytes) {
    this.pointerBytes = pointerBytes;
  }

  /** Size of an address. */
  public int pointerBytes() {
    return pointerBytes;
  }

  /** The name as users write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** That of a PE machine type; empty where layouts for it aren't known. */
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
