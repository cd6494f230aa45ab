package org.crashtag.decode.smbios;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;

/**
 * A structure of the SMBIOS table. Source: DMTF DSP0134, "Structure standards".
 *
 * <pre>
 * 0x00 u8 type  0x01 u8 length of the formatted area  0x02 u16 handle  then the area's fields
 * after the area: strings, each terminated by a NUL, and one more NUL; without strings two NULs
 * </pre>
 *
 * @param type type of the structure
 * @param area the formatted area, including the header
 * @param strings the strings after it, with their NULs
 */
record SmbiosStructure(int type, Bytes area, Bytes strings) {
  static final int HEADER_BYTES = 4;

  /** Reads the structure at {@code at}, which must be complete. */
  static SmbiosStructure read(Bytes table, int at) {
    int length = table.u8(at + 1);
    verify(
        length >= HEADER_BYTES,
        Reason.CORRUPT,
        table.offset() + at,
        "a structure of " + length + " bytes has no room for its header");
    Bytes area = table.slice(at, length);
    int strings = at + length;
    int end = strings;
    while (table.u16(end) != 0) {
      end++;
    }
    return new SmbiosStructure(table.u8(at), area, table.slice(strings, end + 2 - strings));
  }

  /** Size of the area and strings in bytes. */
  int bytes() {
    return area.length() + strings.length();
  }

  /** Whether the area extends to this offset: it is longer in later versions. */
  boolean has(int end) {
    return area.length() >= end;
  }

  /** Unsigned 8 bits; 0 if the area is shorter. */
  int u8(int at) {
    return has(at + 1) ? area.u8(at) : 0;
  }

  /** Unsigned 16 bits; 0 if the area is shorter. */
  int u16(int at) {
    return has(at + 2) ? area.u16(at) : 0;
  }

  /** Unsigned 32 bits; 0 if the area is shorter. */
  long u32(int at) {
    return has(at + 4) ? area.u32(at) : 0;
  }

  /** The string whose number is at {@code at}; null if it is missing or blank. */
  String string(int at) {
    int number = u8(at);
    if (number == 0) {
      return null;
    }
    int start = 0;
    for (int passed = 1; passed < number; passed++) {
      while (start < strings.length() && strings.u8(start) != 0) {
        start++;
      }
      start++;
      if (start >= strings.length()) {
        return null;
      }
    }
    String text = strings.text(start, strings.length() - start);
    return text.isBlank() ? null : text;
  }
}
