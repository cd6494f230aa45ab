package org.crashtag.decode.declared;

import java.util.List;
import java.util.stream.Stream;

/**
 * Slots of a ring that were written one after the other.
 *
 * @param from first slot
 * @param to behind the last slot
 * @param counterBase added to a slot it gives the value of the ring's counter with which the slot
 *     was written last; what was written before the counter started over has negative ones
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
   * @param next slot that is written next
   */
  static List<SlotRange> allBySlot(long capacity, long next) {
    return of(new SlotRange(next, capacity, 0), new SlotRange(0, next, 0));
  }

  /**
   * All slots of a ring, oldest first.
   *
   * @param counter of records, unsigned
   * @param highest value of the counter, after which it starts over: all bits one
   */
  static List<SlotRange> allByCounter(long capacity, long counter, long highest) {
    if (Long.compareUnsigned(counter, capacity) >= 0) {
      long next = Long.remainderUnsigned(counter, capacity);
      long lap = counter - next;
      return of(new SlotRange(next, capacity, lap - capacity), new SlotRange(0, next, lap));
    }
    // Where the capacity is no power of two, the counter's starting over cut a lap short: behind
    // the slot of its highest value stand records of the lap before.
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
   * @param next slot that is written next, less than {@code capacity}
   * @param lap the counter's value when slot 0 was written last
   * @param written how many are, fewer than {@code capacity}
   */
  static List<SlotRange> written(long capacity, long next, long lap, long written) {
    return of(
        new SlotRange(capacity - Math.max(0, written - next), capacity, lap - capacity),
        new SlotRange(Math.max(0, next - written), next, lap));
  }

  /** Behind the highest slot of all. */
  static long end(List<SlotRange> ranges) {
    return ranges.stream().mapToLong(SlotRange::to).max().orElse(0);
  }
}
