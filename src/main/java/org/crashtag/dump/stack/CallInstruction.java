package org.crashtag.dump.stack;

import java.util.Optional;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MachineType;

/**
 * Checks whether the bytes before an address are a call instruction, as they are before a return
 * address. Sources: Intel's Software Developer's Manual, volume 2 (E8, FF /2), and Arm's
 * architecture reference manuals (BL, BLR, BLX).
 */
enum CallInstruction {
  X86(7) {
    @Override
    boolean ends(Bytes code) {
      if (code.u8(BYTES_OF_LONGEST - BYTES_OF_NEAR) == NEAR_CALL) {
        return true;
      }
      for (int length = 2; length <= BYTES_OF_LONGEST; length++) {
        if (isIndirect(code, BYTES_OF_LONGEST - length, length)) {
          return true;
        }
      }
      return false;
    }
  },
  ARM64(4) {
    @Override
    boolean ends(Bytes code) {
      long word = code.u32(0);
      return (word & 0xFC000000L) == 0x94000000L
          || (word & 0xFFFFFC1FL) == 0xD63F0000L
          || (word & 0xFEFFF800L) == 0xD63F0800L;
    }
  },
  ARM(4) {
    @Override
    boolean ends(Bytes code) {
      int first = code.u16(0);
      int second = code.u16(2);
      boolean immediate =
          (first & 0xF800) == 0xF000
              && ((second & 0xD000) == 0xD000 || (second & 0xD001) == 0xC000);
      return immediate || (second & 0xFF87) == 0x4780;
    }
  };

  private static final int BYTES_OF_LONGEST = 7;
  private static final int BYTES_OF_NEAR = 5;
  private static final int NEAR_CALL = 0xE8;
  private static final int INDIRECT = 0xFF;
  private static final int CALL_FIELD = 2;

  private final int bytes;

  CallInstruction(int bytes) {
    this.bytes = bytes;
  }

  /** The call instructions of a machine; empty if the machine is unknown. */
  static Optional<CallInstruction> of(Long machineType) {
    if (machineType == null) {
      return Optional.empty();
    }
    for (MachineType machine : MachineType.values()) {
      if (machine.type() == machineType) {
        return Optional.of(
            switch (machine) {
              case X64, X86 -> X86;
              case ARM64 -> ARM64;
              case ARM -> ARM;
            });
      }
    }
    return Optional.empty();
  }

  /** The number of bytes before an address that are examined. */
  int bytes() {
    return bytes;
  }

  /** Whether a call instruction ends with the last of {@link #bytes()} bytes. */
  abstract boolean ends(Bytes code);

  /** FF /2 of exactly this length. */
  private static boolean isIndirect(Bytes code, int at, int length) {
    if (code.u8(at) != INDIRECT) {
      return false;
    }
    int modRm = code.u8(at + 1);
    if ((modRm >> 3 & 7) != CALL_FIELD) {
      return false;
    }
    int mode = modRm >> 6;
    int register = modRm & 7;
    if (mode == 3) {
      return length == 2;
    }
    int size = 2 + displacement(mode, register);
    if (register == 4) {
      if (length < 3) {
        return false;
      }
      size++;
      boolean noBase = mode == 0 && (code.u8(at + 2) & 7) == 5;
      size += noBase ? 4 : 0;
    }
    return size == length;
  }

  private static int displacement(int mode, int register) {
    return switch (mode) {
      case 1 -> 1;
      case 2 -> 4;
      default -> register == 5 ? 4 : 0;
    };
  }
}
