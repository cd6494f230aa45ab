package org.crashtag.pipeline;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/** A run was stopped before it had anything to commit. */
public final class StoppedException extends IOException {
  private static final long serialVersionUID = 1L;

  private StoppedException() {
    super("stopped");
  }

  /** Throws if a run was asked to stop. */
  static void check(BooleanSupplier stops) throws StoppedException {
    if (stops.getAsBoolean()) {
      throw new StoppedException();
    }
  }
}
