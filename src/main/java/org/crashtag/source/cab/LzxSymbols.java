package org.crashtag.source.cab;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Unpacks the symbols of verbatim and aligned blocks. LZX spends most of its time here. */
final class LzxSymbols {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int[] FOOTER_BITS = LzxFormat.footerBits();
  private static final int[] FIRST_OFFSETS = LzxFormat.firstOffsets();
  private static final int ALIGNED_BITS = 3;
  private static final int CODE_BITS = LzxFormat.MOST_CODE_BITS;

  private final LzxBits bits;
  private final LzxTrees trees;
  private final LzxWindow window;

  /** The last three offsets, most recent first. */
  private final int[] repeated = {1, 1, 1};

  LzxSymbols(LzxBits bits, LzxTrees trees, LzxWindow window) {
    this.bits = bits;
    this.trees = trees;
    this.window = window;
  }

  /** Sets the repeated offsets, as raw blocks do. */
  void repeated(int first, int second, int third) {
    repeated[0] = first;
    repeated[1] = second;
    repeated[2] = third;
  }

  /**
   * Unpacks {@code size} bytes, up to the end of the block or the frame.
   *
   * @param aligned whether the low bits of offsets are symbols of the aligned tree
   */
  void decode(int size, boolean aligned) {
    byte[] output = window.bytes();
    int position = window.position();
    int end = position + size;
    short[] main = trees.main().entries();
    int mainShift = Long.SIZE - trees.main().firstBits();
    int mainRest = (1 << (CODE_BITS - trees.main().firstBits())) - 1;
    byte[] input = bits.array;
    int at = bits.at;
    int tooFar = bits.tooFar;
    long buffer = bits.bits;
    int count = bits.count;

    while (position < end) {
      if (count < LzxBits.REFILLED_BITS) {
        if (at >= tooFar) {
          throw bits.corrupt("an LZX frame's bits end too early");
        }
        buffer |= LzxBits.words(input, at) << (LzxBits.REFILLED_BITS - count);
        at += Integer.BYTES;
        count += LzxBits.REFILLED_BITS;
      }
      int entry = main[(int) (buffer >>> mainShift)];
      if (entry < 0) {
        entry = main[~entry + ((int) (buffer >>> (Long.SIZE - CODE_BITS)) & mainRest)];
      }
      int codeBits = entry & HuffmanTable.LENGTH_FIELD;
      buffer <<= codeBits;
      count -= codeBits;
      int symbol = entry >> HuffmanTable.LENGTH_FIELD_BITS;
      if (symbol < LzxFormat.LITERALS) {
        output[position++] = (byte) symbol;
        continue;
      }

      // Matches use the fields: they are rarer, and the loop stays small.
      bits.at = at;
      bits.bits = buffer;
      bits.count = count;
      int length = matchLength(symbol);
      int offset = matchOffset((symbol - LzxFormat.LITERALS) / LzxFormat.LENGTH_HEADERS, aligned);
      at = bits.at;
      buffer = bits.bits;
      count = bits.count;
      if (length > end - position) {
        throw bits.corrupt("an LZX match goes beyond its block or frame");
      }
      if (offset <= 0 || offset > position || offset > window.size()) {
        throw bits.corrupt("an LZX match reaches before the start of the folder or the window");
      }
      copy(output, position, offset, length);
      position += length;
    }
    bits.at = at;
    bits.bits = buffer;
    bits.count = count;
    window.position(position);
  }

  private int matchLength(int symbol) {
    int header = (symbol - LzxFormat.LITERALS) % LzxFormat.LENGTH_HEADERS;
    if (header < LzxFormat.LONGEST_LENGTH_HEADER) {
      return LzxFormat.SHORTEST_MATCH + header;
    }
    if (!trees.hasLengths()) {
      throw bits.corrupt("an LZX match with a length of an empty tree");
    }
    return LzxFormat.SHORTEST_MATCH + header + bits.read(trees.length());
  }

  private int matchOffset(int slot, boolean aligned) {
    int offset;
    if (slot < LzxFormat.REPEATED_OFFSETS) {
      offset = repeated[slot];
      repeated[slot] = repeated[0];
    } else {
      offset = FIRST_OFFSETS[slot] + footer(FOOTER_BITS[slot], aligned);
      repeated[2] = repeated[1];
      repeated[1] = repeated[0];
    }
    repeated[0] = offset;
    return offset;
  }

  private int footer(int size, boolean aligned) {
    if (!aligned || size < ALIGNED_BITS) {
      return size == 0 ? 0 : bits.read(size);
    }
    int high = size == ALIGNED_BITS ? 0 : bits.read(size - ALIGNED_BITS) << ALIGNED_BITS;
    return high + bits.read(trees.aligned());
  }

  /** Copies a match; can write up to {@link LzxWindow#SLACK_BYTES} - 1 bytes past its end. */
  private static void copy(byte[] output, int position, int offset, int length) {
    int from = position - offset;
    int to = position;
    int end = position + length;
    if (offset >= Long.BYTES) {
      do {
        LONG.set(output, to, (long) LONG.get(output, from));
        to += Long.BYTES;
        from += Long.BYTES;
      } while (to < end);
    } else if (offset == 1) {
      Arrays.fill(output, to, end, output[from]);
    } else {
      while (to < end) {
        output[to++] = output[from++];
      }
    }
  }
}
