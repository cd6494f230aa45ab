package org.crashtag.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.crashtag.bytes.Guid;

/**
 * Builds the KMDF driver information blob: entries without header or count. Source:
 * microsoft/Windows-Driver-Frameworks, {@code fxbugcheck.h}.
 *
 * <pre>
 * 64-bit: u64 globals  u32 major  u32 minor  u32 build  char name[32]  4 pad
 * 32-bit: u32 globals  u32 major  u32 minor  u32 build  char name[32]
 * </pre>
 */
public final class KmdfList {
  /** The tag of the blob. */
  public static final Guid TAG = Guid.constant("f87e4a4c-c5a1-4d2f-bff0-d5de63a5e4c3");

  private static final int NAME_BYTES = 32;

  private final MachineKind machine;
  private final List<KmdfDriver> drivers = new ArrayList<>();
  private byte[] residue = new byte[1];

  /** An empty list in the pointer width of the machine. */
  public KmdfList(MachineKind machine) {
    this.machine = machine;
  }

  /**
   * Adds an entry.
   *
   * @throws IllegalArgumentException if the name leaves no room for its NUL
   */
  public KmdfList add(KmdfDriver driver) {
    if (driver.name().length() >= NAME_BYTES) {
      throw new IllegalArgumentException(driver.name() + " is longer than 31 letters");
    }
    drivers.add(driver);
    return this;
  }

  /**
   * The residue after each name's NUL and in the padding: at least one byte, repeated; zeros by
   * default.
   */
  public KmdfList residue(byte[] pattern) {
    residue = pattern.clone();
    return this;
  }

  /** The blob's data. */
  public byte[] toBytes() {
    int entryBytes = machine.wide() ? 56 : 48;
    Pen pen = new Pen(entryBytes * drivers.size());
    for (KmdfDriver driver : drivers) {
      int end = pen.position() + entryBytes;
      pen.number(driver.globals(), machine.pointerBytes());
      pen.u32(driver.major()).u32(driver.minor()).u32(driver.build());
      pen.ascii(driver.name()).number(0, 1);
      pen.raw(residueFor(end - pen.position()));
    }
    return pen.toBytes();
  }

  private byte[] residueFor(int bytes) {
    byte[] left = Arrays.copyOf(residue, bytes);
    for (int i = residue.length; i < bytes; i++) {
      left[i] = residue[i % residue.length];
    }
    return left;
  }
}
