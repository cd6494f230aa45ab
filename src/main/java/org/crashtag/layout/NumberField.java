package org.crashtag.layout;

import java.io.Serializable;
import org.crashtag.bytes.Bytes;

/**
 * An integer in a structure.
 *
 * @param offset in bytes from the start of the structure
 * @param size in bytes: 1, 2, 4 or 8
 * @param signed whether the highest bit is the sign
 * @param bitPosition lowest bit of the number
 * @param bits width in bits
 */
public record NumberField(int offset, int size, boolean signed, int bitPosition, int bits)
    implements Serializable {
  /**
   * Reads the number from a structure that starts at {@code base}; an unsigned 64-bit number is
   * returned as its bits.
   */
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

  /** The largest unsigned number of this width: all bits set. */
  public long mask() {
    return -1L >>> (Long.SIZE - bits);
  }
}
