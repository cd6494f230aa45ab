package org.crashtag.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;

/**
 * Builds the blob of ACPI tables: each begins with the header from the ACPI specification. If the
 * blob has n tables, only the first 4 n bytes of each are stored, and at most 36 of a DSDT or SSDT.
 *
 * <pre>
 * signature[4] | u32 length | u8 revision | u8 checksum | OEM id[6] | OEM table id[8] | u32 | creator[4] | u32
 * </pre>
 */
public final class AcpiTables {
  /** The tag of the blob. */
  public static final Guid TAG = Guid.constant("e83b40d2-b0a0-4842-abea-71c9e3463dd1");

  private static final int WHOLE_HEADER = 36;

  private final List<Table> tables = new ArrayList<>();

  private record Table(String signature, int length, Bytes start) {}

  /**
   * Adds a table.
   *
   * @param length of the whole table, in bytes
   * @param maker up to 6 letters
   * @param name up to 8 letters
   */
  public AcpiTables add(String signature, int length, String maker, String name) {
    Pen pen = new Pen(WHOLE_HEADER);
    pen.ascii(signature).u32(length).number(2, 1).number(signature.hashCode(), 1);
    pen.ascii(padded(maker, 6))
        .ascii(padded(name, 8))
        .u32(0x01072009)
        .ascii("INTL")
        .u32(0x20200717);
    for (int i = WHOLE_HEADER; i < length && i < 4 * 64; i++) {
      pen.number(i * 7L, 1);
    }
    tables.add(new Table(signature, length, Bytes.of(pen.toBytes())));
    return this;
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  /** The blob's data. */
  public byte[] toBytes() {
    Pen pen = new Pen(2000);
    int cap = 4 * tables.size();
    for (Table table : tables) {
      boolean code = table.signature.equals("SSDT") || table.signature.equals("DSDT");
      int kept = Math.min(code ? WHOLE_HEADER : table.length, cap);
      pen.raw(Arrays.copyOf(table.start.toArray(), kept));
    }
    return pen.toBytes();
  }
}
