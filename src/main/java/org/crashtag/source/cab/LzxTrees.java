package org.crashtag.source.cab;

import java.util.Arrays;

/**
 * The codes of the current LZX block. Lengths are encoded as differences from those of the previous
 * block.
 */
final class LzxTrees {
  private static final int MAIN_FIRST_BITS = 11;
  private static final int LENGTH_FIRST_BITS = 10;
  private static final int ALIGNED_FIRST_BITS = 7;
  private static final int PRE_FIRST_BITS = 8;

  /** Symbols of the pre-tree that are not a difference. */
  private static final int ZEROS = 17;

  private static final int MORE_ZEROS = 18;
  private static final int SAME = 19;

  /** A length is its previous value minus the symbol, modulo this. */
  private static final int MODULUS = LzxFormat.MOST_CODE_BITS + 1;

  private final HuffmanTable main;
  private final HuffmanTable length = new HuffmanTable(LzxFormat.LENGTH_SYMBOLS, LENGTH_FIRST_BITS);
  private final HuffmanTable aligned =
      new HuffmanTable(LzxFormat.ALIGNED_SYMBOLS, ALIGNED_FIRST_BITS);
  private final HuffmanTable pre = new HuffmanTable(LzxFormat.PRE_SYMBOLS, PRE_FIRST_BITS);

  private final byte[] mainLengths;
  private final byte[] lengthLengths = new byte[LzxFormat.LENGTH_SYMBOLS];
  private boolean hasLengths;

  LzxTrees(int windowBits) {
    int symbols = LzxFormat.LITERALS + LzxFormat.LENGTH_HEADERS * LzxFormat.slots(windowBits);
    this.main = new HuffmanTable(symbols, MAIN_FIRST_BITS);
    this.mainLengths = new byte[symbols];
  }

  HuffmanTable main() {
    return main;
  }

  HuffmanTable length() {
    return length;
  }

  HuffmanTable aligned() {
    return aligned;
  }

  /** Whether {@link #length} has symbols; a block without long matches needs none. */
  boolean hasLengths() {
    return hasLengths;
  }

  void readAligned(LzxBits bits) {
    byte[] lengths = new byte[LzxFormat.ALIGNED_SYMBOLS];
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      lengths[symbol] = (byte) bits.read(LzxFormat.ALIGNED_LENGTH_BITS);
    }
    build(aligned, lengths, bits);
  }

  void readMainAndLength(LzxBits bits) {
    readLengths(bits, mainLengths, 0, LzxFormat.LITERALS);
    readLengths(bits, mainLengths, LzxFormat.LITERALS, mainLengths.length);
    build(main, mainLengths, bits);
    readLengths(bits, lengthLengths, 0, lengthLengths.length);
    hasLengths = !Arrays.equals(lengthLengths, new byte[lengthLengths.length]);
    if (hasLengths) {
      build(length, lengthLengths, bits);
    }
  }

  private static void build(HuffmanTable table, byte[] lengths, LzxBits bits) {
    if (!table.build(lengths)) {
      throw bits.corrupt("the lengths of an LZX tree's codes don't add up");
    }
  }

  private void readLengths(LzxBits bits, byte[] lengths, int from, int end) {
    byte[] preLengths = new byte[LzxFormat.PRE_SYMBOLS];
    for (int symbol = 0; symbol < preLengths.length; symbol++) {
      preLengths[symbol] = (byte) bits.read(LzxFormat.PRE_LENGTH_BITS);
    }
    build(pre, preLengths, bits);
    int at = from;
    while (at < end) {
      int symbol = bits.read(pre);
      int run =
          switch (symbol) {
            case ZEROS -> 4 + bits.read(4);
            case MORE_ZEROS -> 20 + bits.read(5);
            case SAME -> 4 + bits.read(1);
            default -> 1;
          };
      if (run > end - at) {
        throw bits.corrupt("an LZX tree has too many lengths");
      }
      byte value = 0;
      if (symbol < ZEROS) {
        value = difference(lengths[at], symbol);
      } else if (symbol == SAME) {
        value = difference(lengths[at], differenceSymbol(bits));
      }
      Arrays.fill(lengths, at, at + run, value);
      at += run;
    }
  }

  private int differenceSymbol(LzxBits bits) {
    int symbol = bits.read(pre);
    if (symbol >= ZEROS) {
      throw bits.corrupt("a run of runs in the lengths of an LZX tree");
    }
    return symbol;
  }

  private static byte difference(byte before, int symbol) {
    return (byte) ((before - symbol + MODULUS) % MODULUS);
  }
}
