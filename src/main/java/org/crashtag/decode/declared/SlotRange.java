package org.crashtag.decode.declared;

import java.util.List;
import java.util.stream.Stream;

/**
 * Consecutive slots of a ring.
 *
 * @param from first slot
 * @param to the slot after the last one
 * @param counterBase the difference between the ring's counter when a slot was last claimed and the
 *     number of the slot; negative counters are from before the counter's last overflow
 */
record SlotRange(long from, long to, long counterBase) {
  private boolean isThere() {
    return from < to;
  }

  private static List<SlotRange> of(SlotRange... ranges) {
    return Stream.of(ranges).filter(SlotRange::isThere).toList();
  }

  /**
   * All slots of a ring, oldest first.
   *
   * @param capacity at least 1
   * @param next the next slot to write
   */
  static List<SlotRange> allBySlot(long capacity, long next) {
    return of(new SlotRange(next, capacity, 0), new SlotRange(0, next, 0));
  }

  /**
   * All slots of a ring, oldest first.
   *
   * @param counter number of records, unsigned
   * @param highest maximum of the counter, after which it continues with 0: all bits one
   */
  static List<SlotRange> allByCounter(long capacity, long counter, long highest) {
    if (Long.compareUnsigned(counter, capacity) >= 0) {
      long next = Long.remainderUnsigned(counter, capacity);
      long lap = counter - next;
      return of(new SlotRange(next, capacity, lap - capacity), new SlotRange(0, next, lap));
    }
    // The counter may have overflowed. Unless the capacity is a power of two, the overflow cut a
    // lap
    // short: the slots after that of the highest value contain records of the previous lap.
    long last = Long.remainderUnsigned(highest, capacity);
    long lap = -(last + 1);
    return of(
        new SlotRange(Math.max(counter, last + 1), capacity, lap - capacity),
        new SlotRange(counter, last + 1, lap),
        new SlotRange(0, counter, 0));
  }

  /**
   * The slots of a ring that isn't full, oldest first.
   *
   * @param next the next slot to write, less than {@code capacity}
   * @param lap value of the counter when slot 0 was last claimed
   * @param written number of records, less than {@code capacity}
   */
  static List<SlotRange> written(long capacity, long next, long lap, long written) {
    return of(
        new SlotRange(capacity - Math.max(0, written - next), capacity, lap - capacity),
        new SlotRange(Math.max(0, next - written), next, lap));
  }

  /** The slot after the highest one. */
  static long end(List<SlotRange> ranges) {
    return ranges.stream().mapToLong(SlotRange::to).max().orElse(0);
  }
}
