package org.crashtag.layout.pdb;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * The modules of a program, one for each compiled source file.
 *
 * <pre>
 * debug information                    module
 *   +0x18  i32  bytes of the list        +0x22  u16  its stream; 0xFFFF: none
 *   +0x40  the list                      +0x24  u32  bytes of symbols, from the start of the stream
 *                                        +0x40  name, NUL  name of the object file, NUL
 *                                        padding to 4 bytes
 * </pre>
 *
 * Source: LLVM's documentation "The PDB DBI Stream" (Apache-2.0 with LLVM exceptions).
 */
final class ModuleStreams {
  private static final int LIST_BYTES = 0x18;
  private static final int LIST = 0x40;
  private static final int STREAM = 0x22;
  private static final int SYMBOL_BYTES = 0x24;
  private static final int NAMES = 0x40;
  private static final int NAME_PIECE = 256;

  /** Chromium, the largest program with public symbols, has about 60,000. */
  private static final int MOST_MODULES = 1 << 20;

  private ModuleStreams() {}

  /**
   * A module with symbols.
   *
   * @param stream the stream that contains the symbols
   * @param bytes size of the symbols, from the start of the stream
   */
  record Symbols(int stream, long bytes) {}

  /** The modules that have symbols, in order, each stream once. */
  static List<Symbols> of(MsfStream debug) throws IOException {
    long size = debug.read(LIST_BYTES, 4).i32(0);
    long end = LIST + size;
    verify(
        size >= 0 && end <= debug.length(),
        Reason.CORRUPT,
        debug.fileOffset(LIST_BYTES),
        "a list of modules of " + size + " bytes");
    List<Symbols> modules = new ArrayList<>();
    BitSet streams = new BitSet();
    int count = 0;
    for (long at = LIST; at < end; at = end(debug, at + NAMES, end)) {
      verify(
          at + NAMES <= end,
          Reason.CORRUPT,
          debug.fileOffset(at),
          "the list of modules is truncated");
      verify(
          ++count <= MOST_MODULES,
          Reason.LIMIT,
          debug.fileOffset(at),
          "more than a million modules");
      Bytes module = debug.read(at, NAMES);
      int stream = module.u16(STREAM);
      // Two modules can't share a stream; one that they claim to share is read once.
      if (stream != DebugHeader.NO_STREAM && !streams.get(stream)) {
        streams.set(stream);
        modules.add(new Symbols(stream, module.u32(SYMBOL_BYTES)));
      }
    }
    return modules;
  }

  /** The end of the module whose names start here. */
  private static long end(MsfStream debug, long names, long end) throws IOException {
    long at = names;
    for (int name = 0; name < 2; name++) {
      at = afterNul(debug, at, end);
    }
    return Math.min(end, (at + 3) & ~3L);
  }

  private static long afterNul(MsfStream debug, long from, long end) throws IOException {
    for (long at = from; at < end; at += NAME_PIECE) {
      Bytes piece = debug.read(at, (int) Math.min(NAME_PIECE, end - at));
      for (int i = 0; i < piece.length(); i++) {
        if (piece.u8(i) == 0) {
          return at + i + 1;
        }
      }
    }
    throw new MalformedException(
        Reason.CORRUPT, debug.fileOffset(from), "a module's name is not terminated");
  }
}
