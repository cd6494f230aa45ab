package org.crashtag.decode.ring;

import java.util.Locale;

/** The kind of writer of a ring. */
enum RingKind {
  /** KMDF's in-flight recorder: a record's number and position are allocated together. */
  KMDF_IFR(true),
  /**
   * The WPP recorder: a component counts over all its logs and allocates the number before the
   * position, so neighbouring records can be swapped. Measured: 13486, 13488, 13487 in a ring of
   * win32kbase.
   */
  WPP(false);

  private final boolean ordered;

  RingKind(boolean ordered) {
    this.ordered = ordered;
  }

  /** Whether the number of a record is always higher than the one before. */
  boolean ordered() {
    return ordered;
  }

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The name as used in the tables. */
  String label() {
    return label;
  }
}
