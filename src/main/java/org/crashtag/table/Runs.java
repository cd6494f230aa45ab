package org.crashtag.table;

import java.util.Arrays;

/** Numbers in order; a number that is repeated takes no memory for the repetitions. */
final class Runs {
  /** Repetitions from which on they are kept as a run: a shorter one would take more memory. */
  private static final int SHORTEST_RUN = 8;

  private static final int FIRST_NUMBERS = 16;
  private static final int FIRST_STRETCHES = 4;

  /** Numbers that are not repeated, one of each run among them. */
  private long[] numbers = new long[FIRST_NUMBERS];

  private int kept;

  /** How many of the numbers come next, if positive; the negative length of a run of the next. */
  private int[] stretches = new int[FIRST_STRETCHES];

  /** The last stretch's position. */
  private int stretch = -1;

  private int size;
  private long last;
  private int repeated;

  int size() {
    return size;
  }

  /** Adds a number; returns the bytes of memory that it takes. */
  int add(long number) {
    size++;
    if (number == last && repeated > 0) {
      repeated++;
      if (repeated > SHORTEST_RUN) {
        stretches[stretch]--;
        return 0;
      }
      if (repeated == SHORTEST_RUN) {
        startRun();
        return 0;
      }
    } else {
      last = number;
      repeated = 1;
    }
    if (stretch < 0 || stretches[stretch] < 0) {
      addStretch(0);
    }
    stretches[stretch]++;
    if (kept == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * kept);
    }
    numbers[kept++] = number;
    return Long.BYTES;
  }

  /** The last numbers, which are equal, and one more become a run. */
  private void startRun() {
    stretches[stretch] -= SHORTEST_RUN - 1;
    kept -= SHORTEST_RUN - 2;
    if (stretches[stretch] == 0) {
      stretches[stretch] = -SHORTEST_RUN;
    } else {
      addStretch(-SHORTEST_RUN);
    }
  }

  private void addStretch(int length) {
    stretch++;
    if (stretch == stretches.length) {
      stretches = Arrays.copyOf(stretches, 2 * stretch);
    }
    stretches[stretch] = length;
  }

  /** Writes out all numbers. */
  void expand(long[] to) {
    int from = 0;
    int at = 0;
    for (int i = 0; i <= stretch; i++) {
      int length = stretches[i];
      if (length > 0) {
        System.arraycopy(numbers, from, to, at, length);
        from += length;
        at += length;
      } else {
        Arrays.fill(to, at, at - length, numbers[from++]);
        at -= length;
      }
    }
  }

  /** Forgets all numbers. */
  void clear() {
    numbers = new long[FIRST_NUMBERS];
    stretches = new int[FIRST_STRETCHES];
    kept = 0;
    stretch = -1;
    size = 0;
    repeated = 0;
  }
}
