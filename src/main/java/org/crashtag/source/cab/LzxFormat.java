package org.crashtag.source.cab;

/**
 * The numbers of LZX as cabinets use it, [MS-PATCH] 2. A stream:
 *
 * <pre>
 * 1 bit          the output is translated: 32 bits of translation size follow, high half first
 * blocks:
 *  3 bits        1 verbatim, 2 aligned, 3 raw
 *  24 bits       bytes that the block unpacks to
 *  aligned:      8 * 3 bits, lengths of the codes of the aligned tree
 *  aligned and   lengths of the codes of the main tree: of the literals, then of the matches;
 *  verbatim:     of the length tree; then the symbols
 *  raw:          1 to 16 bits up to the next 16-bit word; 3 * u32 the repeated offsets;
 *                the bytes; one more byte if their number is odd
 * </pre>
 *
 * Bits are taken from little-endian 16-bit words, the highest first. Each of a cabinet's blocks
 * (here: frame) starts with a new word; no match goes beyond the end of the frame. A symbol of the
 * main tree is a literal below 256; else 256 + 8 * slot + length header, and the match is of 2 +
 * header bytes, for header 7, a symbol of the length tree is added. Slots 0 to 2 repeat one of the
 * last three offsets; each of the others is a range of offsets, and more bits select one in it.
 */
final class LzxFormat {
  static final int LEAST_WINDOW_BITS = 15;
  static final int MOST_WINDOW_BITS = 21;

  static final int VERBATIM = 1;
  static final int ALIGNED = 2;
  static final int RAW = 3;

  static final int LITERALS = 256;
  static final int LENGTH_HEADERS = 8;
  static final int LONGEST_LENGTH_HEADER = LENGTH_HEADERS - 1;
  static final int SHORTEST_MATCH = 2;
  static final int REPEATED_OFFSETS = 3;
  static final int MOST_CODE_BITS = 16;

  static final int LENGTH_SYMBOLS = 249;
  static final int ALIGNED_SYMBOLS = 8;
  static final int ALIGNED_LENGTH_BITS = 3;

  /** The tree that encodes the other trees' code lengths. */
  static final int PRE_SYMBOLS = 20;

  static final int PRE_LENGTH_BITS = 4;

  private static final int MOST_SLOTS = 50;
  private static final int MOST_FOOTER_BITS = 17;

  private static final int[] FOOTER_BITS = new int[MOST_SLOTS];
  private static final int[] FIRST_OFFSETS = new int[MOST_SLOTS];

  static {
    int base = 0;
    for (int slot = 0; slot < MOST_SLOTS; slot++) {
      FOOTER_BITS[slot] = Math.min(MOST_FOOTER_BITS, Math.max(0, slot / 2 - 1));
      FIRST_OFFSETS[slot] = base - (REPEATED_OFFSETS - 1);
      base += 1 << FOOTER_BITS[slot];
    }
  }

  private LzxFormat() {}

  /** By slot, the bits that choose an offset in the slot's range. */
  static int[] footerBits() {
    return FOOTER_BITS.clone();
  }

  /** By slot from 3 on, the least offset of its range. */
  static int[] firstOffsets() {
    return FIRST_OFFSETS.clone();
  }

  /** How many slots reach all offsets of a window. */
  static int slots(int windowBits) {
    int slots = 0;
    int reach = 0;
    while (reach < 1 << windowBits) {
      reach += 1 << FOOTER_BITS[slots++];
    }
    return slots;
  }
}
