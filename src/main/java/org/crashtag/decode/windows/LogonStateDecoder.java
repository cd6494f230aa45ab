package org.crashtag.decode.windows;

import static org.crashtag.bytes.MalformedException.verify;

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
 * The black box of winlogon.
 *
 * <pre>
 * 0x00 u32 version  0x04 u32 size of the blob  0x08 u32 pending  0x0C text: UTF-16 with NUL
 * </pre>
 *
 * <p>Source: names of Microsoft's documentation of {@code !blackboxwinlogon}; measured (34 dumps).
 */
public final class LogonStateDecoder extends WindowsDecoder {
  public static final TableSchema TABLE =
      TableSchema.ofRecords(
          "logon_state",
          "What winlogon did last.",
          new Column("version", ColumnType.BIGINT, "Version of the structure."),
          new Column("pending", ColumnType.BOOLEAN, "It waited for something."),
          new Column("state", ColumnType.TEXT, "The step: ShellStartupShellStarted."));

  private static final int TEXT = 0x0C;

  public LogonStateDecoder() {
    super(
        "winlogon",
        "black box of winlogon",
        List.of(Guid.constant("80cc79cf-a719-4af1-bf97-fe29ff76ebc1")),
        TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    sink.row(TABLE, data.u32(0), data.u32(8) != 0, data.utf16(TEXT, data.length() - TEXT));
    long size = data.u32(4);
    verify(
        size == blob.bytes(),
        Reason.CORRUPT,
        data.offset() + 4,
        size + " bytes announced in " + blob.bytes());
  }

  @Override
  public String text(TableSchema table, Object[] values) {
    return TextLine.of(values[2]).put((boolean) values[1] ? ", pending" : "").toString();
  }
}
