package org.crashtag.decode.windows;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.HexFormat;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TextLine;
import org.crashtag.tag.TaggedBlob;

/**
 * The firmware's ACPI tables, one behind the other, each cut.
 *
 * <pre>
 * with n tables in the blob, cap = 4 n bytes: DSDT and SSDT keep min(36, cap), others min(Length, cap)
 * table: 0x00 char Signature[4]  0x04 u32 Length  0x08 u8 Revision  0x09 u8 Checksum  0x0A char OEMID[6]
 *    0x10 char OEM Table ID[8]  0x18 u32 OEM Revision  0x1C char Creator ID[4]  0x20 u32 Creator Revision
 * </pre>
 *
 * <p>n isn't stored: it is the one number for which the walk meets n tables of plausible lengths
 * and ends at the blob's end. Source: the cuts were measured (77 dumps); the header is that of the
 * UEFI Forum's ACPI specification, 5.2.6.
 */
public final class AcpiTablesDecoder extends WindowsDecoder {
  public static final TableSchema TABLE =
      TableSchema.ofRecords(
          "acpi_tables",
          "A table of the firmware's ACPI; its content is cut, often its header, too.",
          new Column("signature", ColumnType.TEXT, "Its kind: FACP, SSDT, TPM2."),
          new Column("length", ColumnType.BIGINT, "Bytes of the whole table in memory."),
          new Column("kept_bytes", ColumnType.BIGINT, "How many of them the dump has."),
          new Column("revision", ColumnType.BIGINT, "Revision of the table's structure."),
          new Column("oem_id", ColumnType.TEXT, "Who made it; NULL where cut away."),
          new Column(
              "oem_table_id", ColumnType.TEXT, "The maker's name of it; NULL where cut away."),
          new Column(
              "oem_revision", ColumnType.BIGINT, "The maker's revision; NULL where cut away."),
          new Column(
              "compiler",
              ColumnType.TEXT,
              "Letters of the compiler that made it, INTL or MSFT; NULL where cut away."),
          new Column("compiler_revision", ColumnType.BIGINT, "Its revision; NULL where cut away."));

  private static final int HEADER_BYTES = 36;
  private static final int LEAST_WITH_LENGTH = 8;
  private static final int MOST_LENGTH = 1 << 20;

  /** Far more than any machine has, and few enough to try them all. */
  private static final int MOST_TABLES = 512;

  public AcpiTablesDecoder() {
    super(
        "acpi",
        "ACPI tables of the firmware",
        List.of(Guid.constant("e83b40d2-b0a0-4842-abea-71c9e3463dd1")),
        TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    int tables = count(data);
    int at = 0;
    for (int table = 0; table < tables; table++) {
      int kept = kept(data, at, 4 * tables);
      row(data.slice(at, kept), sink);
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

  /** How many bytes the table at {@code at} has here; -1 where none can be. */
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

  private static void row(Bytes table, RecordSink sink) {
    int kept = table.length();
    sink.row(
        TABLE,
        table.text(0, 4),
        kept < 8 ? null : table.u32(4),
        (long) kept,
        kept < 9 ? null : (long) table.u8(8),
        kept < 16 ? null : table.text(10, 6).strip(),
        kept < 24 ? null : table.text(16, 8).strip(),
        kept < 28 ? null : table.u32(24),
        kept < 32 ? null : table.text(28, 4).strip(),
        kept < 36 ? null : table.u32(32));
  }

  @Override
  public String heading(TableSchema table) {
    return "[acpi_tables]  signature, length, kept, revision, OEM, compiler";
  }

  @Override
  public String text(TableSchema table, Object[] values) {
    return TextLine.of(values[0])
        .at(6, values[1])
        .at(14, values[2])
        .at(19, values[3])
        .at(24, values[4])
        .at(32, values[5])
        .at(42, hex(values[6]))
        .at(54, values[7])
        .at(60, hex(values[8]))
        .toString();
  }

  private static String hex(Object revision) {
    return revision == null ? null : "0x" + HexFormat.of().toHexDigits((long) revision, 8);
  }
}
