package org.crashtag.dump;

import java.util.Optional;

/** The kinds of dump that Windows and WinDbg write. */
public enum DumpType {
  FULL(1, "full"),
  SUMMARY(2, "kernel summary"),
  HEADER(3, "header only"),
  TRIAGE(4, "triage"),
  BITMAP_FULL(5, "bitmap full"),
  BITMAP_KERNEL(6, "bitmap kernel"),
  AUTOMATIC(7, "automatic"),
  /** {@code .dump /k}. */
  RANGE_KERNEL(8, "range kernel"),
  /** {@code .dump /ka}. */
  RANGE_ACTIVE(9, "range active"),
  /** {@code .dump /f}. */
  RANGE_FULL(10, "range full");

  private final int number;
  private final String label;

  DumpType(int number, String label) {
    this.number = number;
    this.label = label;
  }

  /** The type of a header's number. */
  public static Optional<DumpType> of(long number) {
    for (DumpType type : values()) {
      if (type.number == number) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The name in tables and text. */
  public String label() {
    return label;
  }
}
