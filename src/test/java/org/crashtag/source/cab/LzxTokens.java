package org.crashtag.source.cab;

import java.util.Arrays;

/** The contents of an LZX block: literals and matches, and how often each symbol occurs. */
final class LzxTokens {
  private static final int LENGTH_SYMBOLS = 249;

  private final int[] main;
  private final int[] lengths;
  private final int[] footers;
  private int count;

  LzxTokens(int most) {
    this.main = new int[most];
    this.lengths = new int[most];
    this.footers = new int[most];
  }

  void literal(int number) {
    main[count++] = number;
  }

  void match(int slot, int footer, int length) {
    main[count] = 256 + slot * 8 + Math.min(7, length - 2);
    lengths[count] = length;
    footers[count] = footer;
    count++;
  }

  int count() {
    return count;
  }

  int main(int token) {
    return main[token];
  }

  boolean isMatch(int token) {
    return main[token] >= 256;
  }

  int slot(int token) {
    return (main[token] - 256) / 8;
  }

  int footer(int token) {
    return footers[token];
  }

  /** In bytes. */
  int length(int token) {
    return isMatch(token) ? lengths[token] : 1;
  }

  boolean hasLengthSymbol(int token) {
    return isMatch(token) && main[token] % 8 == 7;
  }

  int lengthSymbol(int token) {
    return lengths[token] - 9;
  }

  LzxCode mainCode(int symbols) {
    long[] counts = new long[symbols];
    for (int token = 0; token < count; token++) {
      counts[main[token]]++;
    }
    return new LzxCode(counts, 16);
  }

  boolean hasLengthSymbols() {
    for (int token = 0; token < count; token++) {
      if (hasLengthSymbol(token)) {
        return true;
      }
    }
    return false;
  }

  LzxCode lengthCode() {
    long[] counts = new long[LENGTH_SYMBOLS];
    for (int token = 0; token < count; token++) {
      if (hasLengthSymbol(token)) {
        counts[lengthSymbol(token)]++;
      }
    }
    return new LzxCode(counts, 16);
  }

  LzxCode alignedCode() {
    long[] counts = new long[8];
    Arrays.fill(counts, 1);
    for (int token = 0; token < count; token++) {
      counts[footers[token] & 7]++;
    }
    return new LzxCode(counts, 7);
  }
}
