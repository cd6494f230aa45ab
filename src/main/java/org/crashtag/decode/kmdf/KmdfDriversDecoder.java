package org.crashtag.decode.kmdf;

import java.util.List;
import java.util.regex.Pattern;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.TableSchema;
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
public final class KmdfDriversDecoder implements Decoder {
  /** {@code WdfDumpGuid2}. */
  public static final Guid TAG = Guid.constant("f87e4a4c-c5a1-4d2f-bff0-d5de63a5e4c3");

  public static final TableSchema TABLE =
      TableSchema.ofRecords(
          "kmdf_drivers",
          "An entry of KMDF's list of drivers; entry 0 is the framework itself.",
          new Column("driver", ColumnType.TEXT, "The driver's service name."),
          new Column(
              "kmdf_version",
              ColumnType.TEXT,
              "The KMDF version that the driver bound to, not the driver's own version."),
          new Column("kmdf_major", ColumnType.BIGINT, "First part of kmdf_version."),
          new Column("kmdf_minor", ColumnType.BIGINT, "Second part of kmdf_version."),
          new Column("kmdf_build", ColumnType.BIGINT, "Third part of kmdf_version."),
          new Column(
              "globals",
              ColumnType.HEX64,
              "Address of the driver's _FX_DRIVER_GLOBALS; 0 for the framework."));

  private static final int NAME_BYTES = 32;
  private static final Pattern PLAIN_NAME = Pattern.compile("[\\w.$-]+");
  private static final int VERSION_COLUMN = 35;
  private static final int GLOBALS_COLUMN = 48;

  @Override
  public String name() {
    return "kmdf";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String sentence() {
    return "KMDF's list of drivers";
  }

  @Override
  public List<TableSchema> tables() {
    return List.of(TABLE);
  }

  @Override
  public boolean accepts(Guid tag) {
    return tag.equals(TAG);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    int pointer = dump.header().format().pointerBytes();
    int entryBytes = pointer == 8 ? 56 : 48;
    int whole = data.length() / entryBytes;
    for (int entry = 0; entry < whole; entry++) {
      int at = entry * entryBytes;
      long major = data.u32(at + pointer);
      long minor = data.u32(at + pointer + 4);
      long build = data.u32(at + pointer + 8);
      sink.row(
          TABLE,
          data.text(at + pointer + 12, NAME_BYTES),
          major + "." + minor + "." + build,
          major,
          minor,
          build,
          pointer == 8 ? data.i64(at) : data.u32(at));
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
  public String text(TableSchema table, Object[] values) {
    String driver = (String) values[0];
    StringBuilder line = new StringBuilder();
    if (!PLAIN_NAME.matcher(driver).matches()) {
      // The line is meant to be pasted into a debugger, to which a star begins a comment.
      line.append("* ");
    }
    line.append("!drvobj ").append(driver).append(" 7");
    padTo(line, VERSION_COLUMN).append('(').append(values[1]).append(')');
    if ((long) values[5] != 0) {
      padTo(line, GLOBALS_COLUMN).append("dx ((Wdf01000!_FX_DRIVER_GLOBALS*)0x");
      line.append(Long.toHexString((long) values[5])).append(')');
    }
    return line.toString();
  }

  private static StringBuilder padTo(StringBuilder line, int column) {
    return line.append(" ".repeat(Math.max(1, column - line.length())));
  }
}
