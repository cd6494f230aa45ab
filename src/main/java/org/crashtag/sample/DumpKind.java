package org.crashtag.sample;

/** The kinds of kernel dump, each with its number in the header's DumpType. */
public enum DumpKind {
  /** All physical pages after the header. */
  FULL(1),
  /** The kernel's pages as on old 32-bit systems: a summary header with a bitmap. */
  SUMMARY(2),
  /** Only the header. */
  HEADER(3),
  /** A minidump: module list, strings, some blocks of memory. */
  TRIAGE(4),
  /** All pages in use, described by a bitmap. */
  BITMAP_FULL(5),
  /** The kernel's pages, described by a bitmap. */
  BITMAP_KERNEL(6),
  /** As {@link #BITMAP_KERNEL}, written by the "automatic" setting. */
  AUTOMATIC(7),
  /** The kernel's pages, described by ranges: a debugger's {@code .dump /k}. */
  RANGE_KERNEL(8),
  /** The active pages, described by ranges: {@code .dump /ka}. */
  RANGE_ACTIVE(9),
  /** All pages, described by ranges: {@code .dump /f}. */
  RANGE_FULL(0xA);

  private final int number;

  DumpKind(int number) {
    this.number = number;
  }

  /** DumpType in the header. */
  public int number() {
    return number;
  }
}
