package org.crashtag.decode.graphics;

import java.util.HexFormat;

/**
 * A vendor's number and the number that the vendor gave, as the PCI ID lists write them: four hex
 * digits each. What isn't known is null.
 */
record PciId(String vendor, String device) {
  static final PciId UNKNOWN = new PciId(null, null);

  /** Of a number with the vendor in the low 16 bits and the device above; null is unknown. */
  static PciId of(Long pair) {
    if (pair == null) {
      return UNKNOWN;
    }
    HexFormat hex = HexFormat.of();
    return new PciId(hex.toHexDigits(pair.shortValue()), hex.toHexDigits((short) (pair >>> 16)));
  }
}
