package org.crashtag.decode.declared;

/**
 * Tells slots of a ring that were claimed for a new record and still hold the one before. Where the
 * records' order follows the ring's counter, its distance from the counter is the same in each
 * record but these.
 *
 * @param distance from the counter to the order; null where most records have none in common
 * @param mask of the bits that the order has
 */
record StaleSlots(Long distance, long mask) {
  /** None is known to be. */
  static final StaleSlots NONE = new StaleSlots(null, 0);

  /** Records, each with its order and the counter with which its slot was claimed last. */
  @FunctionalInterface
  interface Records {
    void forEach(Each action);
  }

  /** What is done with one. */
  @FunctionalInterface
  interface Each {
    void take(long order, long counter);
  }

  /** By the distance that more than half of the records have, if one is. */
  static StaleSlots among(Records records, long mask) {
    Vote vote = new Vote(mask);
    records.forEach(vote::add);
    StaleSlots candidate = new StaleSlots(vote.candidate, mask);
    long[] counts = new long[2];
    records.forEach((order, counter) -> counts[candidate.isStale(order, counter) ? 1 : 0]++);
    return counts[0] > counts[1] ? candidate : NONE;
  }

  /** Whether a slot is. */
  boolean isStale(long order, long counter) {
    return distance != null && (order - counter & mask) != distance;
  }

  /** Boyer and Moore's: leaves the distance of more than half, or any. */
  private static final class Vote {
    private final long mask;
    private long candidate;
    private long lead;

    Vote(long mask) {
      this.mask = mask;
    }

    void add(long order, long counter) {
      long distance = order - counter & mask;
      if (lead == 0) {
        candidate = distance;
      }
      lead += distance == candidate ? 1 : -1;
    }
  }
}
