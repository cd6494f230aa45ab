package org.crashtag.decode.declared;

import java.util.Locale;
import java.util.Optional;
import org.crashtag.dump.DumpHeader;
import org.crashtag.dump.Machine;

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

  /** That of a dump; empty where layouts for its machine aren't known. */
  public static Optional<Architecture> of(DumpHeader header) {
    return Optional.ofNullable(header.machineType()).flatMap(Architecture::ofMachine);
  }

  /** That of a PE machine type; empty where layouts for it aren't known. */
  public static Optional<Architecture> ofMachine(long machineType) {
    String machine = Machine.label(machineType);
    for (Architecture architecture : values()) {
      if (architecture.label().equals(machine)) {
        return Optional.of(architecture);
      }
    }
    return Optional.empty();
  }
}
