package org.crashtag.source.cab;

import java.util.ArrayList;
import java.util.List;

/** Writes the lengths of a tree's codes, as differences and runs, with a separate code. */
@SuppressWarnings({"ArrayRecordComponent", "OperatorPrecedence", "UnnecessaryParentheses"})
final class LzxLengths {
  private LzxLengths() {}

  /** A symbol, its bits if any, and for a run of the same the difference, else -1. */
  private record Item(int symbol, int number, int bits, int difference) {}

  static void write(LzxBitWriter out, byte[] before, byte[] lengths, int from, int end) {
    List<Item> items = new ArrayList<>();
    int at = from;
    while (at < end) {
      int run = run(lengths, at, end);
      int difference = Math.floorMod(before[at] - lengths[at], 17);
      if (lengths[at] == 0 && run >= 20) {
        run = Math.min(run, 51);
        items.add(new Item(18, run - 20, 5, -1));
      } else if (lengths[at] == 0 && run >= 4) {
        items.add(new Item(17, run - 4, 4, -1));
      } else if (run >= 4) {
        run = Math.min(run, 5);
        items.add(new Item(19, run - 4, 1, difference));
      } else {
        run = 1;
        items.add(new Item(difference, 0, 0, -1));
      }
      at += run;
    }
    write(out, items);
  }

  private static int run(byte[] lengths, int at, int end) {
    int next = at;
    while (next < end && lengths[next] == lengths[at]) {
      next++;
    }
    return next - at;
  }

  private static void write(LzxBitWriter out, List<Item> items) {
    long[] counts = new long[20];
    for (Item item : items) {
      counts[item.symbol]++;
      if (item.difference >= 0) {
        counts[item.difference]++;
      }
    }
    LzxCode code = new LzxCode(counts, 15);
    for (byte length : code.lengths()) {
      out.write(length, 4);
    }
    for (Item item : items) {
      code.write(out, item.symbol);
      out.write(item.number, item.bits);
      if (item.difference >= 0) {
        code.write(out, item.difference);
      }
    }
  }
}
