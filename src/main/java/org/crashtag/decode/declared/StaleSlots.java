package org.crashtag.decode.declared;

/**
 * Finds slots of a ring that were claimed for a new record but still contain the previous one. If
 * the order of records follows the ring's counter, the difference between the two is the same in
 * all other records.
 *
 * @param distance order minus counter; null if no difference is shared by most records
 * @param mask the bits of the order
 */
record StaleSlots(Long distance, long mask) {
  /** No slot is known to be stale. */
  static final StaleSlots NONE = new StaleSlots(null, 0);

  /** Records, each with its order and the counter when its slot was last claimed. */
  @FunctionalInterface
  interface Records {
    void forEach(Each action);
  }

  /** Receives a record. */
  @FunctionalInterface
  interface Each {
    void take(long order, long counter);
  }

  /** Compares with the difference that more than half of the records share, if there is one. */
  static StaleSlots among(Records records, long mask) {
    Vote vote = new Vote(mask);
    records.forEach(vote::add);
    StaleSlots candidate = new StaleSlots(vote.candidate, mask);
    long[] counts = new long[2];
    records.forEach((order, counter) -> counts[candidate.isStale(order, counter) ? 1 : 0]++);
    return counts[0] > counts[1] ? candidate : NONE;
  }

  /** Whether the slot of this record is stale. */
  boolean isStale(long order, long counter) {
    return distance != null && (order - counter & mask) != distance;
  }

  /** The majority vote of Boyer and Moore: finds the value of more than half, or any value. */
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
