package org.crashtag.decode.windows;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.HexFormat;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.TypedTable;
import org.crashtag.tag.TaggedBlob;

/**
 * The ACPI tables of the firmware, one after the other, each truncated.
 *
 * <pre>
 * with n tables in the blob, cap = 4 n bytes: DSDT and SSDT keep min(36, cap), others min(Length, cap)
 * table: 0x00 char Signature[4]  0x04 u32 Length  0x08 u8 Revision  0x09 u8 Checksum  0x0A char OEMID[6]
 *    0x10 char OEM Table ID[8]  0x18 u32 OEM Revision  0x1C char Creator ID[4]  0x20 u32 Creator Revision
 * </pre>
 *
 * <p>n is not stored: it is the number for which a walk finds n tables of plausible lengths that
 * end at the end of the blob. Source: the truncation was measured (77 dumps); the header is that of
 * the UEFI Forum's ACPI specification, 5.2.6.
 */
public final class AcpiTablesDecoder extends TagDecoder {
  /** The table {@code acpi_tables}. */
  public static final TypedTable<Bytes> TABLE =
      TypedTable.ofRecords(
              Bytes.class,
              "acpi_tables",
              "An ACPI table of the firmware. The dump has only its beginning, often not even the"
                  + " whole header.")
          .text(
              "signature", "Kind of table, such as FACP, SSDT or TPM2.", table -> table.text(0, 4))
          .bigint(
              "length",
              "Size of the whole table in memory.",
              table -> table.length() < 8 ? null : table.u32(4))
          .bigint("kept_bytes", "Number of bytes that the dump has.", table -> table.length())
          .bigint(
              "revision",
              "Revision of the table's structure.",
              table -> table.length() < 9 ? null : table.u8(8))
          .text(
              "oem_id",
              "Manufacturer of the table; NULL if not in the dump.",
              table -> table.length() < 16 ? null : table.text(10, 6).strip())
          .text(
              "oem_table_id",
              "The manufacturer's name of the table; NULL if not in the dump.",
              table -> table.length() < 24 ? null : table.text(16, 8).strip())
          .bigint(
              "oem_revision",
              "The manufacturer's revision; NULL if not in the dump.",
              table -> table.length() < 28 ? null : table.u32(24))
          .text(
              "compiler",
              "Id of the compiler, such as INTL or MSFT; NULL if not in the dump.",
              table -> table.length() < 32 ? null : table.text(28, 4).strip())
          .bigint(
              "compiler_revision",
              "Revision of the compiler; NULL if not in the dump.",
              table -> table.length() < 36 ? null : table.u32(32))
          .build();

  private static final int HEADER_BYTES = 36;
  private static final int LEAST_WITH_LENGTH = 8;
  private static final int MOST_LENGTH = 1 << 20;

  /** Maximum: far more tables than any machine has, but few enough to try all numbers. */
  private static final int MOST_TABLES = 512;

  public AcpiTablesDecoder() {
    super(
        "acpi",
        1,
        "ACPI tables of the firmware",
        Guid.constant("e83b40d2-b0a0-4842-abea-71c9e3463dd1"),
        TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    int tables = count(data);
    int at = 0;
    for (int table = 0; table < tables; table++) {
      int kept = kept(data, at, 4 * tables);
      sink.decoded(Math.min(HEADER_BYTES, kept));
      sink.row(TABLE, data.slice(at, kept));
      at += kept;
    }
  }

  private static int count(Bytes data) {
    int found = 0;
    for (int tables = 1; tables <= MOST_TABLES && leastBytes(tables) <= data.length(); tables++) {
      if (fits(data, tables)) {
        verify(
            found == 0,
            Reason.CORRUPT,
            data.offset(),
            "both " + found + " and " + tables + " tables would fit");
        found = tables;
      }
    }
    verify(found > 0, Reason.CORRUPT, data.offset(), "no number of tables fits");
    return found;
  }

  private static int leastBytes(int tables) {
    return tables * Math.min(HEADER_BYTES, 4 * tables);
  }

  private static boolean fits(Bytes data, int tables) {
    int cap = 4 * tables;
    int at = 0;
    for (int table = 0; table < tables; table++) {
      int kept = kept(data, at, cap);
      if (kept < 0 || kept > data.length() - at) {
        return false;
      }
      at += kept;
    }
    return at == data.length();
  }

  /** Size of the truncated table at {@code at}; -1 if there can be none. */
  private static int kept(Bytes data, int at, int cap) {
    if (cap < LEAST_WITH_LENGTH) {
      return cap;
    }
    if (at + LEAST_WITH_LENGTH > data.length()) {
      return -1;
    }
    long length = data.u32(at + 4);
    if (length < HEADER_BYTES || length > MOST_LENGTH) {
      return -1;
    }
    boolean code = data.hasAscii(at, "SSDT") || data.hasAscii(at, "DSDT");
    return Math.min(cap, code ? HEADER_BYTES : (int) length);
  }

  @Override
  public String heading(TableSchema table) {
    return "[acpi_tables]  signature, length, kept, revision, OEM, compiler";
  }

  @Override
  public String text(Row row) {
    return TextLine.of(row.get("signature"))
        .at(6, row.get("length"))
        .at(14, row.get("kept_bytes"))
        .at(19, row.get("revision"))
        .at(24, row.get("oem_id"))
        .at(32, row.get("oem_table_id"))
        .at(42, hex(row.get("oem_revision")))
        .at(54, row.get("compiler"))
        .at(60, hex(row.get("compiler_revision")))
        .toString();
  }

  private static String hex(Object revision) {
    return revision == null ? null : "0x" + HexFormat.of().toHexDigits((long) revision, 8);
  }
}
