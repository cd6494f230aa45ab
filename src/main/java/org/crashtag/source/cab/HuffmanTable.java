package org.crashtag.source.cab;

import java.util.Arrays;

/**
 * Decodes the symbols of one canonical Huffman code. A code's first bits select an entry; longer
 * codes continue in a second table.
 */
final class HuffmanTable {
  private static final int MOST_BITS = LzxFormat.MOST_CODE_BITS;

  /** An entry of 0 or more is a symbol and, in its lowest bits, its code's length. */
  static final int LENGTH_FIELD_BITS = 5;

  static final int LENGTH_FIELD = (1 << LENGTH_FIELD_BITS) - 1;

  private final int firstBits;
  private final short[] entries;
  private final short[] bySize;

  /**
   * @param symbols at most 1,023
   * @param firstBits of a code that select an entry in the first table
   */
  HuffmanTable(int symbols, int firstBits) {
    this.firstBits = firstBits;
    // Each second table serves at least two symbols.
    this.entries = new short[(1 << firstBits) + ((symbols / 2) << (MOST_BITS - firstBits))];
    this.bySize = new short[symbols];
  }

  /**
   * The entries: the first table, selected by the code's first bits, then second tables. A negative
   * entry is the complement of the start of its second table, in which the next bits, up to the
   * code's sixteenth, select.
   */
  short[] entries() {
    return entries;
  }

  int firstBits() {
    return firstBits;
  }

  /**
   * Replaces the code.
   *
   * @param lengths by symbol, in bits; 0 the symbol doesn't occur
   * @return whether the code is complete; if not, the table is not changed
   */
  boolean build(byte[] lengths) {
    int[] counts = new int[MOST_BITS + 1];
    for (byte length : lengths) {
      counts[length]++;
    }
    if (!isComplete(counts)) {
      return false;
    }
    sort(lengths, counts);
    fill(lengths, lengths.length - counts[0]);
    return true;
  }

  private static boolean isComplete(int[] counts) {
    int used = 0;
    for (int length = 1; length <= MOST_BITS; length++) {
      used += counts[length] << (MOST_BITS - length);
    }
    return used == 1 << MOST_BITS;
  }

  private void sort(byte[] lengths, int[] counts) {
    int[] next = new int[MOST_BITS + 2];
    for (int length = 1; length <= MOST_BITS; length++) {
      next[length + 1] = next[length] + counts[length];
    }
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] != 0) {
        bySize[next[lengths[symbol]]++] = (short) symbol;
      }
    }
  }

  /** Canonical: shorter codes first, each the next number; {@code code} has sixteen bits. */
  private void fill(byte[] lengths, int used) {
    int secondBits = MOST_BITS - firstBits;
    int free = 1 << firstBits;
    int second = -1;
    int code = 0;
    for (int i = 0; i < used; i++) {
      int symbol = bySize[i];
      int length = lengths[symbol];
      short entry = (short) (symbol << LENGTH_FIELD_BITS | length);
      int next = code + (1 << (MOST_BITS - length));
      if (length <= firstBits) {
        Arrays.fill(entries, code >> secondBits, next >> secondBits, entry);
      } else {
        if (second < 0 || code >> secondBits << secondBits == code) {
          second = free;
          free += 1 << secondBits;
          entries[code >> secondBits] = (short) ~second;
        }
        int mask = (1 << secondBits) - 1;
        int at = second + (code & mask);
        Arrays.fill(entries, at, at + next - code, entry);
      }
      code = next;
    }
  }
}
