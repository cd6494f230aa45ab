package org.crashtag.pipeline;

import org.crashtag.dump.Dump;
import org.crashtag.dump.stack.TriageContents;

/**
 * How much to read first of a dump: as much as the parts of recent triage dumps took, so that one
 * request suffices for the headers and the parts.
 */
final class HeadSize {
  static final int MOST_BYTES = 1 << 18;

  /** What the parts of most dumps take, before anything is known. */
  private static final int FIRST_BYTES = 0x18000;

  private static final int STEP = 1 << 12;
  private static final int RECENT = 64;

  private final long[] recent = new long[RECENT];
  private int count;

  /** A dump was identified. */
  synchronized void add(Dump dump) {
    recent[count++ % RECENT] = TriageContents.end(dump);
  }

  /** In bytes. */
  synchronized int bytes() {
    if (count == 0) {
      return FIRST_BYTES;
    }
    long most = Dump.FIRST_READ;
    for (int i = 0; i < Math.min(count, RECENT); i++) {
      most = Math.max(most, recent[i]);
    }
    return (int) Math.min(MOST_BYTES, (most + STEP - 1) / STEP * STEP);
  }
}
