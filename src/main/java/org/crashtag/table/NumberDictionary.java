package org.crashtag.table;

import java.util.Arrays;

/** The distinct numbers of a column chunk. */
final class NumberDictionary {
  /** The number of values after which it is first decided whether a dictionary is worthwhile. */
  private static final int PROBE = 4096;

  /**
   * The number of steps in the hash table after which a number is taken for a new one. If numbers
   * were chosen so that they collide, a dictionary has duplicates, which is allowed, but writing it
   * takes no longer.
   */
  private static final int MOST_STEPS = 16;

  private static final int FIRST_SLOTS = 1 << 10;

  private long[] distinct = new long[FIRST_SLOTS / 2];
  private int size;

  /** Ids plus one. */
  private int[] slots = new int[FIRST_SLOTS];

  /** The numbers, by id. */
  long[] distinct() {
    return distinct;
  }

  int size() {
    return size;
  }

  /**
   * Replaces numbers by ids, unless there are too many distinct ones.
   *
   * @param width bytes of a number in plain encoding
   * @return whether a dictionary is shorter; otherwise the numbers are unchanged
   */
  boolean replace(long[] cells, int count, int width, int mostBytes) {
    int most = mostBytes / width;
    int done = 0;
    long last = 0;
    int lastId = -1;
    boolean isWorth = true;
    while (done < count && isWorth) {
      int stop = Math.min(count, done + PROBE);
      for (int i = done; i < stop; i++) {
        long number = cells[i];
        if (lastId < 0 || number != last) {
          last = number;
          lastId = id(number);
        }
        cells[i] = lastId;
      }
      done = stop;
      isWorth = size <= most && (done < PROBE || size <= done - done / 4);
    }
    if (isWorth && isShorter(count, width)) {
      return true;
    }
    for (int i = 0; i < done; i++) {
      cells[i] = distinct[(int) cells[i]];
    }
    return false;
  }

  private boolean isShorter(int count, int width) {
    long ids = (long) count * idBits(size) / Byte.SIZE;
    return (long) size * width + ids < (long) count * width;
  }

  /** Bits of an id in a dictionary of {@code size} values. */
  static int idBits(int size) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, size - 1));
  }

  private int id(long number) {
    int mask = slots.length - 1;
    int slot = hash(number) & mask;
    for (int step = 0; step < MOST_STEPS; step++) {
      int id = slots[slot] - 1;
      if (id < 0) {
        return add(number, slot);
      }
      if (distinct[id] == number) {
        return id;
      }
      slot = slot + 1 & mask;
    }
    return append(number);
  }

  private int add(long number, int slot) {
    slots[slot] = size + 1;
    int id = append(number);
    if (size > slots.length / 2) {
      grow();
    }
    return id;
  }

  private int append(long number) {
    if (size == distinct.length) {
      distinct = Arrays.copyOf(distinct, 2 * size);
    }
    distinct[size] = number;
    return size++;
  }

  private void grow() {
    slots = new int[2 * slots.length];
    int mask = slots.length - 1;
    for (int id = 0; id < size; id++) {
      int slot = hash(distinct[id]) & mask;
      int steps = 0;
      while (slots[slot] != 0 && steps < MOST_STEPS) {
        slot = slot + 1 & mask;
        steps++;
      }
      if (steps < MOST_STEPS) {
        slots[slot] = id + 1;
      }
    }
  }

  private static int hash(long number) {
    long mixed = number * 0x9E3779B97F4A7C15L;
    return (int) (mixed ^ mixed >>> 32);
  }
}
