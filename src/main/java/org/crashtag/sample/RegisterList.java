package org.crashtag.sample;

import org.crashtag.bytes.Guid;

/**
 * Builds the blob of processor registers.
 *
 * <pre>
 * u32 kind (0 CPUID, 1 MSR) | u32 number | 4 x u32 | 4 x u32 of another processor
 * </pre>
 */
public final class RegisterList {
  /** The tag of the blob. */
  public static final Guid TAG = Guid.constant("d03dc06f-d88e-44c5-ba2a-fae035172d19");

  private final Pen pen = new Pen(2000);

  /** Adds a CPUID leaf that is the same on both processors. */
  public RegisterList leaf(long leaf, long eax, long ebx, long ecx, long edx) {
    pen.u32(0).u32(leaf);
    for (int processor = 0; processor < 2; processor++) {
      pen.u32(eax).u32(ebx).u32(ecx).u32(edx);
    }
    return this;
  }

  /** Adds a CPUID leaf whose four words are these 16 letters, as in a brand string. */
  public RegisterList letters(long leaf, String letters) {
    pen.u32(0).u32(leaf).ascii(letters).ascii(letters);
    return this;
  }

  /** Adds a model-specific register. */
  public RegisterList register(long number, long first, long second) {
    pen.u32(1).u32(number).u64(first).u64(0).u64(second).u64(0);
    return this;
  }

  /** The blob's data. */
  public byte[] toBytes() {
    return pen.toBytes();
  }
}
