package org.crashtag.store;

import java.io.Closeable;
import java.io.IOException;

/** The slices of one index that was written: that of a run, or of many. */
interface Slices extends Closeable {
  /**
   * A slice's bytes; none if it was never written.
   *
   * @param number 0 to 63; quickest in ascending order
   * @throws IndexDamageException if they aren't what was written
   */
  byte[] slice(int number) throws IOException;
}
