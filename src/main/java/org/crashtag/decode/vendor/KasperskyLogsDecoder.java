package org.crashtag.decode.vendor;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.Map;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.text.TextBytes;
import org.crashtag.decode.text.TextLines;
import org.crashtag.tag.TagRange;
import org.crashtag.tag.TaggedBlob;

/**
 * The logs of Kaspersky's drivers, one per tag: lines that end with LF, up to the first 0 byte; the
 * rest is 0. The text is encoded with XOR 0xCC and ROT13.
 *
 * <p>Source: measured (4 blobs of one dump).
 */
public final class KasperskyLogsDecoder extends TagDecoder {
  private static final Map<Guid, String> DRIVERS =
      Map.of(
          Guid.constant("d7266ca5-e230-4e0a-b9b9-0f5ff43bbc8b"), "ARKMON",
          Guid.constant("fc4259b6-cb0a-41eb-96a0-89a3100e7c19"), "MARK",
          Guid.constant("f38797ff-e1b7-4152-bf1a-8810540e55f6"), "KLBG",
          Guid.constant("bc0c3375-23b5-4f82-ac24-318a7375031a"), "KLARK");

  private static final int KEY = 0xCC;

  public KasperskyLogsDecoder() {
    super(
        "kaspersky-log",
        1,
        "logs of Kaspersky's drivers",
        DRIVERS.keySet().stream().sorted().map(TagRange::of).toList(),
        TextLogs.TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    Bytes hidden = TextBytes.beforeNul(data);
    Bytes text = TextBytes.rot13(TextBytes.xor(hidden, KEY));
    verify(TextBytes.isPrintable(text, "\n"), Reason.CORRUPT, data.offset(), "the log is not text");
    TextLines lines = TextLogs.lines(DRIVERS.get(blob.tag()), dump, sink);
    lines.split(text);
    lines.end(data.offset(), sink);
    sink.decoded(text.length());
    int rest = data.length() - text.length();
    verify(
        data.isZero(text.length(), rest),
        Reason.CORRUPT,
        data.offset() + text.length(),
        "bytes other than 0 follow the end of the text");
    sink.decoded(rest);
  }

  @Override
  public String text(Row row) {
    return TextLogs.text(row);
  }
}
