package org.crashtag.decode.kmdf;

import java.util.regex.Pattern;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.TypedTable;
import org.crashtag.tag.TaggedBlob;

/**
 * The drivers that were bound to KMDF.
 *
 * <pre>
 * 64-bit, 56 bytes: 0x00 u64 FxDriverGlobals  0x08 u32 Major, Minor, Build  0x14 char DriverName[32]  4 pad
 * 32-bit, 48 bytes: 0x00 u32 FxDriverGlobals  0x04 u32 Major, Minor, Build  0x10 char DriverName[32]
 * </pre>
 *
 * <p>Source: microsoft/Windows-Driver-Frameworks (MIT), {@code fxbugcheck.h}.
 */
public final class KmdfDriversDecoder extends TagDecoder {
  /** {@code WdfDumpGuid2}. */
  public static final Guid TAG = Guid.constant("f87e4a4c-c5a1-4d2f-bff0-d5de63a5e4c3");

  private static final int NAME_BYTES = 32;
  private static final int PAD_BYTES = 4;

  /** The table {@code kmdf_drivers}. */
  public static final TypedTable<Entry> TABLE =
      TypedTable.ofRecords(
              Entry.class,
              "kmdf_drivers",
              "An entry of KMDF's list of drivers; entry 0 is the framework itself.")
          .text(
              "driver",
              "The driver's service name.",
              entry -> entry.bytes.text(entry.pointerBytes + 0x0C, NAME_BYTES))
          .text(
              "kmdf_version",
              "The KMDF version that the driver is bound to, not the driver's own version.",
              entry -> entry.major() + "." + entry.minor() + "." + entry.build())
          .bigint("kmdf_major", "First part of kmdf_version.", Entry::major)
          .bigint("kmdf_minor", "Second part of kmdf_version.", Entry::minor)
          .bigint("kmdf_build", "Third part of kmdf_version.", Entry::build)
          .hex64(
              "globals",
              "Address of the driver's _FX_DRIVER_GLOBALS; 0 for the framework.",
              entry -> entry.pointerBytes == 8 ? entry.bytes.i64(0x00) : entry.bytes.u32(0x00))
          .build();

  private static final Pattern PLAIN_NAME = Pattern.compile("[\\w.$-]+");
  private static final int VERSION_COLUMN = 35;
  private static final int GLOBALS_COLUMN = 48;

  /** An entry of the list. */
  private record Entry(Bytes bytes, int pointerBytes) {
    long major() {
      return bytes.u32(pointerBytes);
    }

    long minor() {
      return bytes.u32(pointerBytes + 0x04);
    }

    long build() {
      return bytes.u32(pointerBytes + 0x08);
    }
  }

  public KmdfDriversDecoder() {
    super("kmdf", 1, "KMDF's list of drivers", TAG, TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    int pointer = dump.header().format().pointerBytes();
    int entryBytes = pointer == 8 ? 56 : 48;
    int whole = data.length() / entryBytes;
    int pad = pointer == 8 ? PAD_BYTES : 0;
    sink.decoded((long) whole * (entryBytes - pad));
    for (int entry = 0; entry < whole; entry++) {
      sink.row(TABLE, new Entry(data.slice(entry * entryBytes, entryBytes), pointer));
    }
    int rest = data.length() - whole * entryBytes;
    if (rest > 0) {
      sink.reject(
          Reason.TRUNCATED,
          data.offset() + (long) whole * entryBytes,
          "the last entry has " + rest + " of " + entryBytes + " bytes");
    }
  }

  @Override
  public String heading(TableSchema table) {
    return "[FxLibraryGlobals.BugCheckDriverInfo]";
  }

  @Override
  public String text(Row row) {
    String driver = row.text("driver");
    StringBuilder line = new StringBuilder();
    if (!PLAIN_NAME.matcher(driver).matches()) {
      // The line can be pasted into a debugger, in which a star starts a comment.
      line.append("* ");
    }
    line.append("!drvobj ").append(driver).append(" 7");
    padTo(line, VERSION_COLUMN).append('(').append(row.get("kmdf_version")).append(')');
    if (row.number("globals") != 0) {
      padTo(line, GLOBALS_COLUMN).append("dx ((Wdf01000!_FX_DRIVER_GLOBALS*)0x");
      line.append(Long.toHexString(row.number("globals"))).append(')');
    }
    return line.toString();
  }

  private static StringBuilder padTo(StringBuilder line, int column) {
    return line.append(" ".repeat(Math.max(1, column - line.length())));
  }
}
