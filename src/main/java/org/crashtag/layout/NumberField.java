package org.crashtag.layout;

import java.io.Serializable;
import org.crashtag.bytes.Bytes;

/**
 * A whole number in a structure.
 *
 * @param offset from the structure's start
 * @param size in bytes: 1, 2, 4 or 8
 * @param signed whether its highest bit is a sign
 * @param bitPosition its lowest bit
 * @param bits how many it has
 */
public record NumberField(int offset, int size, boolean signed, int bitPosition, int bits)
    implements Serializable {
  /** The number in a structure that starts at {@code base}; 64 unsigned bits as they stand. */
  public long read(Bytes data, int base) {
    int at = base + offset;
    long unit =
        switch (size) {
          case 1 -> data.u8(at);
          case 2 -> data.u16(at);
          case 4 -> data.u32(at);
          default -> data.i64(at);
        };
    int above = Long.SIZE - bits;
    long lifted = unit << (above - bitPosition);
    return signed ? lifted >> above : lifted >>> above;
  }

  /** The largest number of its width, with all bits one. */
  public long mask() {
    return -1L >>> (Long.SIZE - bits);
  }
}
