package org.crashtag.layout.pdb;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;

/**
 * The symbols of a module, in order.
 *
 * <pre>
 * stream                               symbol
 *   +0x00  u32  signature                +0x00  u16  bytes that follow, at least 2
 *   +0x04  symbols                       +0x02  u16  kind
 *                                        +0x04  body
 * </pre>
 *
 * Source: LLVM's documentation "CodeView Symbol Records" (Apache-2.0 with LLVM exceptions).
 */
final class ModuleSymbols {
  private static final int SIGNATURE_BYTES = 4;
  private static final int HEAD_BYTES = 4;

  /** Room for the longest symbol or for many short ones. */
  private static final int WINDOW_BYTES = 1 << 17;

  private ModuleSymbols() {}

  /** Receives a symbol. */
  interface Visitor {
    void visit(int kind, Bytes body);
  }

  /**
   * Visits all symbols, up to the first that is invalid.
   *
   * @param size size of the symbols in bytes, according to the list of modules
   */
  static void each(MsfStream stream, long size, Visitor visitor) throws IOException {
    verify(
        size <= stream.length(),
        Reason.CORRUPT,
        stream.fileOffset(0),
        "a module claims " + size + " bytes of symbols of a stream of " + stream.length());
    long at = SIGNATURE_BYTES;
    long taken = HEAD_BYTES;
    while (taken > 0 && size - at >= HEAD_BYTES) {
      Bytes window = stream.read(at, (int) Math.min(WINDOW_BYTES, size - at));
      taken = each(window, visitor);
      at += taken;
    }
  }

  /**
   * Visits the symbols that are completely in the window; returns their size in bytes, 0 at the
   * end.
   */
  private static int each(Bytes window, Visitor visitor) {
    int at = 0;
    while (window.length() - at >= HEAD_BYTES) {
      int length = window.u16(at);
      if (length < 2) {
        return 0;
      }
      if (length > window.length() - at - 2) {
        return at;
      }
      visitor.visit(window.u16(at + 2), window.slice(at + HEAD_BYTES, length - 2));
      at += length + 2;
    }
    return at;
  }
}
