package org.crashtag.source.cab;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/** A canonical Huffman code for the frequencies of its symbols. */
@SuppressWarnings({"ArrayRecordComponent", "OperatorPrecedence", "UnnecessaryParentheses"})
final class LzxCode {
  private final byte[] lengths;
  private final int[] codes;

  private record Node(long count, int symbol, Node left, Node right) {}

  /**
   * @param counts by symbol
   * @param mostBits of a code
   */
  LzxCode(long[] counts, int mostBits) {
    long[] scaled = withTwo(counts);
    byte[] found = lengths(scaled);
    while (IntStream.range(0, found.length).map(i -> found(found, i)).max().orElse(0) > mostBits) {
      scaled = flatter(scaled);
      System.arraycopy(lengths(scaled), 0, found, 0, found.length);
    }
    this.lengths = found;
    this.codes = codes(found);
  }

  private static int found(byte[] lengths, int symbol) {
    return lengths[symbol];
  }

  /** A code of fewer than two symbols would leave bits without a meaning. */
  private static long[] withTwo(long[] counts) {
    long[] result = counts.clone();
    for (int symbol = 0; symbol < 2; symbol++) {
      if (IntStream.range(0, result.length).filter(i -> result[i] > 0).count() < 2) {
        result[symbol] = Math.max(1, result[symbol]);
      }
    }
    return result;
  }

  private static long[] flatter(long[] counts) {
    long[] result = new long[counts.length];
    for (int i = 0; i < counts.length; i++) {
      result[i] = (counts[i] + 1) / 2;
    }
    return result;
  }

  private static byte[] lengths(long[] counts) {
    PriorityQueue<Node> nodes = new PriorityQueue<>(Comparator.comparingLong(Node::count));
    for (int symbol = 0; symbol < counts.length; symbol++) {
      if (counts[symbol] > 0) {
        nodes.add(new Node(counts[symbol], symbol, null, null));
      }
    }
    while (nodes.size() > 1) {
      Node left = nodes.remove();
      Node right = nodes.remove();
      nodes.add(new Node(left.count + right.count, -1, left, right));
    }
    byte[] lengths = new byte[counts.length];
    assign(nodes.remove(), 0, lengths);
    return lengths;
  }

  private static void assign(Node node, int depth, byte[] lengths) {
    if (node.left == null) {
      lengths[node.symbol] = (byte) depth;
    } else {
      assign(node.left, depth + 1, lengths);
      assign(node.right, depth + 1, lengths);
    }
  }

  private static int[] codes(byte[] lengths) {
    int[] codes = new int[lengths.length];
    int code = 0;
    for (int length = 1; length <= 16; length++) {
      code <<= 1;
      for (int symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] == length) {
          codes[symbol] = code++;
        }
      }
    }
    return codes;
  }

  /** The lengths by symbol, in bits; 0 if it doesn't occur. */
  byte[] lengths() {
    return lengths;
  }

  void write(LzxBitWriter out, int symbol) {
    out.write(codes[symbol], lengths[symbol]);
  }
}
