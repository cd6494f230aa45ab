package org.crashtag.layout.pdb;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;

/**
 * Names declared by {@code typedef}, which are among the global symbols.
 *
 * <pre>
 * symbol                               S_UDT
 *   +0x00  u16  bytes that follow        +0x04  u32  type
 *   +0x02  u16  kind; 0x1108: S_UDT      +0x08  name
 * </pre>
 *
 * Source: LLVM's documentation "CodeView Symbol Records" (Apache-2.0 with LLVM exceptions).
 */
final class GlobalSymbols {
  private static final int TYPEDEF = 0x1108;

  private GlobalSymbols() {}

  /** The type indices that the name denotes; empty if it is not a typedef. */
  static Set<Integer> typedefs(MsfStream symbols, String name) throws IOException {
    Set<Integer> found = new LinkedHashSet<>();
    for (long at = 0; at < symbols.length(); ) {
      Bytes head = symbols.read(at, 4);
      int size = head.u16(0);
      verify(size >= 2, Reason.CORRUPT, head.offset(), "invalid symbol size");
      if (head.u16(2) == TYPEDEF) {
        LeafReader reader = new LeafReader(symbols.read(at + 4, size - 2));
        int type = reader.type();
        if (reader.name().equals(name)) {
          found.add(type);
        }
      }
      at += size + 2L;
    }
    return found;
  }
}
