package org.crashtag.decode.ring;

import java.util.Locale;

/** Who writes a ring. */
enum RingKind {
  /** KMDF's in-flight recorder: a number is taken with the record's place. */
  KMDF_IFR(true),
  /**
   * The WPP recorder: a component counts over all of its logs and takes a number before the place,
   * so that neighbours may be swapped. Measured: 13486, 13488, 13487 in a ring of win32kbase.
   */
  WPP(false);

  private final boolean ordered;

  RingKind(boolean ordered) {
    this.ordered = ordered;
  }

  /** Whether a record's number is always above the one before. */
  boolean ordered() {
    return ordered;
  }

  /** The name as it stands in the table. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
