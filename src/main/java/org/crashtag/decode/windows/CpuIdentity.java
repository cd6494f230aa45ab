package org.crashtag.decode.windows;

import java.nio.charset.StandardCharsets;
import org.crashtag.bytes.Bytes;
import org.crashtag.decode.smbios.ProcessorsTable.Origin;
import org.crashtag.decode.smbios.ProcessorsTable.Processor;
import org.crashtag.decode.smbios.ProcessorsTable.Signature;

/**
 * The identity of a processor according to its registers.
 *
 * <pre>
 * CPUID 0: vendor in ebx, edx, ecx   CPUID 1: family, model, stepping in eax
 * CPUID 0x80000002 to 4: brand string, 16 bytes each   MSR 0x8B: revision of the microcode in the high half
 * </pre>
 *
 * <p>Source: Intel's Software Developer's Manual, volumes 2 (CPUID) and 4 (MSR).
 */
final class CpuIdentity {
  private static final int LEAF_BYTES = 16;
  private static final long FIRST_BRAND_LEAF = 0x80000002L;
  private static final int BRAND_LEAVES = 3;
  private static final long MICROCODE_MSR = 0x8B;

  private String vendor;
  private Signature signature;
  private Long microcode;
  private byte[] brand;

  /** Adds eax, ebx, ecx and edx of a leaf. */
  void leaf(long leaf, Bytes words) {
    if (leaf == 0) {
      vendor = words.text(4, 4) + words.text(12, 4) + words.text(8, 4);
    } else if (leaf == 1) {
      signature = Signature.of(words.u32(0));
    } else if (leaf >= FIRST_BRAND_LEAF && leaf < FIRST_BRAND_LEAF + BRAND_LEAVES) {
      if (brand == null) {
        brand = new byte[BRAND_LEAVES * LEAF_BYTES];
      }
      words.copyTo(0, brand, (int) (leaf - FIRST_BRAND_LEAF) * LEAF_BYTES, LEAF_BYTES);
    }
  }

  /** Adds the value of a model-specific register. */
  void register(long number, long value) {
    if (number == MICROCODE_MSR) {
      microcode = microcode(value);
    }
  }

  /** The microcode revision in a value of MSR 0x8B. */
  static long microcode(long value) {
    return value >>> 32;
  }

  /** The brand string; null if it is not in the registers. */
  Processor processor() {
    if (vendor == null && signature == null && brand == null) {
      return null;
    }
    return new Processor(
        Origin.REGISTERS, brandString(), vendor, null, null, null, null, microcode, signature);
  }

  private String brandString() {
    if (brand == null) {
      return null;
    }
    String text = new String(brand, StandardCharsets.ISO_8859_1);
    int nul = text.indexOf(0);
    return (nul < 0 ? text : text.substring(0, nul)).strip();
  }
}
