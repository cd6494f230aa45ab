package org.crashtag.decode.windows;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.HexFormat;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.FileTime;
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
 * State of code integrity, the check of signatures.
 *
 * <pre>
 * 0x00 u16 size: 470, 486  0x02 u16 version: 2, 3  0x08 u32 options  0x18 FILETIME or 0  0xD8 residue of other data
 * </pre>
 *
 * <p>Source: measured (36 dumps). What stands between is unproven; what stands behind 0xD8 belongs
 * to others and is never read.
 */
public final class CodeIntegrityDecoder extends WindowsDecoder {
  public static final TableSchema TABLE =
      TableSchema.ofRecords(
          "code_integrity",
          "State of code integrity, the check of signatures.",
          new Column("version", ColumnType.BIGINT, "Version of the structure."),
          new Column("options", ColumnType.BIGINT, "Its option bits, as written."),
          new Column(
              "time", ColumnType.TIMESTAMP, "A time noted in it, UTC; NULL where there is none."));

  public CodeIntegrityDecoder() {
    super(
        "code-integrity",
        "state of code integrity",
        List.of(Guid.constant("4ee76bd8-3cf4-44a0-a0ac-3937643e37a3")),
        TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    sink.row(TABLE, (long) data.u16(2), data.u32(8), FileTime.timestamp(data.i64(0x18)));
    int size = data.u16(0);
    verify(
        size == blob.bytes(),
        Reason.CORRUPT,
        data.offset(),
        size + " bytes announced in " + blob.bytes());
  }

  @Override
  public String text(TableSchema table, Object[] values) {
    return TextLine.of("version ")
        .put(values[0])
        .put(", options 0x")
        .put(HexFormat.of().toHexDigits((long) values[1], 8))
        .put(values[2] == null ? "" : ", " + ColumnType.instant((long) values[2]))
        .toString();
  }
}
