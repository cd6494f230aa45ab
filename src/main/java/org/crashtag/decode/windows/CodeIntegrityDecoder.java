package org.crashtag.decode.windows;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.HexFormat;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.TypedTable;
import org.crashtag.tag.TaggedBlob;

/**
 * State of code integrity, which checks signatures.
 *
 * <pre>
 * 0x00 u16 size: 470, 486  0x02 u16 version: 2, 3  0x08 u32 options  0x18 FILETIME or 0  0xD8 residue of other data
 * </pre>
 *
 * <p>Source: measured (36 dumps). The bytes in between are unproven; those after 0xD8 are unrelated
 * data and are never read.
 */
public final class CodeIntegrityDecoder extends TagDecoder {
  /** The table {@code code_integrity}. */
  public static final TypedTable<Bytes> TABLE =
      TypedTable.ofRecords(
              Bytes.class, "code_integrity", "State of code integrity, which checks signatures.")
          .bigint("version", "Version of the structure.", state -> state.u16(0x02))
          .bigint("options", "Option bits, as stored.", state -> state.u32(0x08))
          .timestamp(
              "time",
              "A time in the structure, UTC; NULL if there is none.",
              state -> FileTime.timestamp(state.i64(0x18)))
          .build();

  /** Size, version, options and time. */
  private static final int KNOWN_BYTES = 2 + 2 + 4 + 8;

  public CodeIntegrityDecoder() {
    super(
        "code-integrity",
        1,
        "state of code integrity",
        Guid.constant("4ee76bd8-3cf4-44a0-a0ac-3937643e37a3"),
        TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    sink.decoded(KNOWN_BYTES);
    sink.row(TABLE, data);
    int size = data.u16(0);
    verify(
        size == blob.bytes(),
        Reason.CORRUPT,
        data.offset(),
        size + " bytes claimed in a blob of " + blob.bytes());
  }

  @Override
  public String text(Row row) {
    return TextLine.of("version ")
        .put(row.get("version"))
        .put(", options 0x")
        .put(HexFormat.of().toHexDigits(row.number("options"), 8))
        .put(row.isNull("time") ? "" : ", " + ColumnType.instant(row.number("time")))
        .toString();
  }
}
