package org.crashtag.sample;

/**
 * The processor that a dump comes from; it determines the width of pointers and the size of the
 * header.
 */
public enum MachineKind {
  X86(0x14C, false),
  ARM(0x1C4, false),
  X64(0x8664, true),
  ARM64(0xAA64, true);

  private final int imageType;
  private final boolean wide;

  MachineKind(int imageType, boolean wide) {
    this.imageType = imageType;
    this.wide = wide;
  }

  /** The IMAGE_FILE_MACHINE number in the header. */
  public int imageType() {
    return imageType;
  }

  /** Whether pointers have 64 bits. */
  public boolean wide() {
    return wide;
  }

  /** Bytes of the dump header. */
  public int headerBytes() {
    return wide ? 0x2000 : 0x1000;
  }

  /** Bytes of a pointer. */
  int pointerBytes() {
    return wide ? 8 : 4;
  }
}
