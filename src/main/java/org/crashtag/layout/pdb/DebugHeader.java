package org.crashtag.layout.pdb;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MachineType;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.layout.Architecture;

/**
 * The header of the stream with a program's debug information.
 *
 * <pre>
 *   +0x00  i32  -1
 *   +0x14  u16  stream of the global symbol records; 0xFFFF: none
 *   +0x3A  u16  machine, as in a PE header
 * </pre>
 *
 * Source: LLVM's documentation "The PDB DBI Stream" (Apache-2.0 with LLVM exceptions).
 *
 * @param symbols number of a stream, or {@link #NO_STREAM}
 */
record DebugHeader(Architecture architecture, int symbols) {
  static final int NO_STREAM = 0xFFFF;
  private static final int BYTES = 0x40;
  private static final int SYMBOLS = 0x14;
  private static final int MACHINE = 0x3A;
  private static final String NO_ARCHITECTURE = "the PDB does not name an architecture";

  static DebugHeader of(MsfStream stream) throws IOException {
    verify(stream.length() > 0, Reason.UNSUPPORTED, 0, NO_ARCHITECTURE);
    Bytes bytes = stream.read(0, BYTES);
    verify(
        bytes.i32(0) == -1,
        Reason.UNSUPPORTED,
        bytes.offset(),
        "debug information in an old format");
    int machine = bytes.u16(MACHINE);
    long offset = bytes.offset() + MACHINE;
    verify(machine != 0, Reason.UNSUPPORTED, offset, NO_ARCHITECTURE);
    Architecture architecture =
        Architecture.ofMachine(machine)
            .orElseThrow(
                () ->
                    new MalformedException(
                        Reason.UNSUPPORTED,
                        offset,
                        "the PDB is for machine " + MachineType.label(machine)));
    return new DebugHeader(architecture, bytes.u16(SYMBOLS));
  }
}
