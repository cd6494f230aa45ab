package org.crashtag.store;

import java.io.Serializable;
import java.util.UUID;

/**
 * The place in an output folder's history that a run takes if it commits. The number was free when
 * the process took the folder's lock, so the commit fails if another process wrote since.
 *
 * @param number of its manifest
 * @param run its id
 * @param nonce distinguishes this run's manifest from another one of this number
 */
public record Turn(long number, String run, String nonce) implements Serializable {
  /** Of a run that isn't committed by itself. */
  public static Turn ofNone(String run) {
    return new Turn(0, run, "");
  }

  /** A turn with a nonce of its own. */
  static Turn of(long number, String run) {
    return new Turn(number, run, UUID.randomUUID().toString());
  }
}
