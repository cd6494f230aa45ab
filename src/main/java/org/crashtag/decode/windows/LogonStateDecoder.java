package org.crashtag.decode.windows;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.TypedTable;
import org.crashtag.tag.TaggedBlob;

/**
 * The black box of winlogon.
 *
 * <pre>
 * 0x00 u32 version  0x04 u32 size of the blob  0x08 u32 pending  0x0C text: UTF-16 with NUL
 * </pre>
 *
 * <p>Source: names from Microsoft's documentation of {@code !blackboxwinlogon}; measured (34
 * dumps).
 */
public final class LogonStateDecoder extends TagDecoder {
  private static final int TEXT = 0x0C;

  /** The table {@code logon_state}. */
  public static final TypedTable<Bytes> TABLE =
      TypedTable.ofRecords(Bytes.class, "logon_state", "The last step of winlogon.")
          .bigint("version", "Version of the structure.", state -> state.u32(0x00))
          .bool("pending", "Whether winlogon was waiting.", state -> state.u32(0x08) != 0)
          .text(
              "state",
              "Name of the step, such as ShellStartupShellStarted.",
              state -> state.utf16(TEXT, state.length() - TEXT))
          .build();

  public LogonStateDecoder() {
    super(
        "winlogon",
        1,
        "black box of winlogon",
        Guid.constant("80cc79cf-a719-4af1-bf97-fe29ff76ebc1"),
        TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    sink.decoded(data.length());
    sink.row(TABLE, data);
    long size = data.u32(4);
    verify(
        size == blob.bytes(),
        Reason.CORRUPT,
        data.offset() + 4,
        size + " bytes claimed in a blob of " + blob.bytes());
  }

  @Override
  public String text(Row row) {
    return TextLine.of(row.get("state")).put(row.flag("pending") ? ", pending" : "").toString();
  }
}
