package org.crashtag.decode.graphics;

import java.util.HexFormat;

/**
 * A vendor id and a device id as in the PCI ID lists: four hex digits each. Unknown values are
 * null.
 */
record PciId(String vendor, String device) {
  static final PciId UNKNOWN = new PciId(null, null);

  /**
   * Splits a number with the vendor in the low 16 bits and the device in the high bits; null if
   * unknown.
   */
  static PciId of(Long pair) {
    if (pair == null) {
      return UNKNOWN;
    }
    HexFormat hex = HexFormat.of();
    return new PciId(hex.toHexDigits(pair.shortValue()), hex.toHexDigits((short) (pair >>> 16)));
  }
}
