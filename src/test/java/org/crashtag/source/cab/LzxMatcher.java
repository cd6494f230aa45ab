package org.crashtag.source.cab;

import java.util.Arrays;

/** Finds matches among the last bytes, with chains of places that start with the same bytes. */
@SuppressWarnings({"ArrayRecordComponent", "OperatorPrecedence", "UnnecessaryParentheses"})
final class LzxMatcher {
  /** The minimum length of a match. */
  static final int SHORTEST = 3;

  private static final int LONGEST = 257;
  private static final int CHAIN = 24;
  private static final int HASH_BITS = 16;

  private final int window;
  private final byte[] bytes;
  private final int[] heads = new int[1 << HASH_BITS];
  private final int[] chain;
  private int end;

  /** Where the found match starts, counted back. */
  private int offset;

  LzxMatcher(int window, int mostBytesAtOnce) {
    this.window = window;
    this.bytes = new byte[2 * window + mostBytesAtOnce];
    this.chain = new int[bytes.length];
    Arrays.fill(heads, -1);
  }

  byte[] bytes() {
    return bytes;
  }

  int offset() {
    return offset;
  }

  /** Appends bytes and tells where they start in {@link #bytes}. */
  int append(byte[] more, int size) {
    if (end + size > bytes.length) {
      drop(end - window);
    }
    System.arraycopy(more, 0, bytes, end, size);
    end += size;
    return end - size;
  }

  private void drop(int size) {
    System.arraycopy(bytes, size, bytes, 0, end - size);
    for (int i = 0; i < heads.length; i++) {
      heads[i] = Math.max(-1, heads[i] - size);
    }
    for (int i = 0; i < end - size; i++) {
      chain[i] = Math.max(-1, chain[i + size] - size);
    }
    end -= size;
  }

  /** The length of the best match at {@code at}, at most {@code limit}; 0 there is none. */
  int find(int at, int limit) {
    int best = SHORTEST - 1;
    if (limit < SHORTEST) {
      return 0;
    }
    int most = Math.min(limit, LONGEST);
    int candidate = heads[hash(at)];
    for (int tries = 0; candidate >= 0 && tries < CHAIN && best < most; tries++) {
      if (at - candidate > window - SHORTEST) {
        break;
      }
      if (bytes[candidate + best] == bytes[at + best]) {
        int length = Arrays.mismatch(bytes, candidate, candidate + most, bytes, at, at + most);
        if (length < 0 || length > best) {
          best = length < 0 ? most : length;
          offset = at - candidate;
        }
      }
      candidate = chain[candidate];
    }
    return best < SHORTEST ? 0 : best;
  }

  /** Registers a position after it was passed. */
  void pass(int at) {
    if (at + SHORTEST <= end) {
      int hash = hash(at);
      chain[at] = heads[hash];
      heads[hash] = at;
    } else {
      chain[at] = -1;
    }
  }

  private int hash(int at) {
    int three = (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF) << 16;
    return (three * 0x9E3779B1) >>> (32 - HASH_BITS);
  }
}
