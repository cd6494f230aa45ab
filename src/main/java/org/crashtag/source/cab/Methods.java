package org.crashtag.source.cab;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/** The supported compression methods of folders, and their decoders. */
final class Methods {
  private Methods() {}

  /** Throws {@link Reason#UNSUPPORTED} if {@link #decoder} has none for {@code folder}. */
  static void verifySupported(CabinetFolder folder) {
    switch (folder.kind()) {
      case CabinetFolder.STORED, CabinetFolder.MSZIP -> {}
      case CabinetFolder.LZX ->
          verify(
              folder.windowBits() >= LzxFormat.LEAST_WINDOW_BITS
                  && folder.windowBits() <= LzxFormat.MOST_WINDOW_BITS,
              Reason.UNSUPPORTED,
              folder.dataOffset(),
              "LZX with a window of 2^" + folder.windowBits() + " bytes is not supported");
      case CabinetFolder.QUANTUM ->
          throw unsupported(folder, "Quantum compression is not supported");
      default ->
          throw unsupported(folder, "compression method " + folder.kind() + " is not supported");
    }
  }

  private static MalformedException unsupported(CabinetFolder folder, String message) {
    return new MalformedException(Reason.UNSUPPORTED, folder.dataOffset(), message);
  }

  /** A fresh decoder for a supported folder. */
  static BlockDecoder decoder(CabinetFolder folder) {
    return switch (folder.kind()) {
      case CabinetFolder.STORED -> new StoredDecoder();
      case CabinetFolder.MSZIP -> new MszipDecoder();
      default -> new LzxDecoder(folder);
    };
  }
}
