package org.crashtag.decode.vendor;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.text.TextBytes;
import org.crashtag.decode.text.TextLines;
import org.crashtag.tag.TaggedBlob;

/**
 * The log of AMD's audio coprocessor.
 *
 * <pre>
 * 0x00 u32 size of the blob  0x04 u32 x 4
 * 0x14 entries of 256 bytes: 0x00 u32  0x04 u32  0x08 char text[248]   then less than 256 bytes
 * </pre>
 *
 * <p>An entry whose text is empty or not printable was never written. Source: measured (1 blob);
 * the numbers in the entries are not understood.
 */
public final class AmdAudioDecoder extends TagDecoder {
  /** The tag that it decodes. */
  public static final Guid TAG = Guid.constant("bab89d58-c4d1-42e4-91c9-f9d3c7947dcf");

  private static final String DRIVER = "amd_acp";
  private static final int SIZE_BYTES = 4;
  private static final int ENTRIES = 0x14;
  private static final int ENTRY_BYTES = 256;
  private static final int TEXT = 0x08;
  private static final int TEXT_BYTES = ENTRY_BYTES - TEXT;

  public AmdAudioDecoder() {
    super("amd-audio", 1, "log of AMD's audio coprocessor", TAG, TextLogs.TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    verify(
        data.u32(0) == blob.bytes(),
        Reason.CORRUPT,
        data.offset(),
        data.u32(0) + " bytes claimed in a blob of " + blob.bytes());
    sink.decoded(SIZE_BYTES);
    TextLines lines = TextLogs.lines(DRIVER, dump, sink);
    for (int at = ENTRIES; at <= data.length() - ENTRY_BYTES; at += ENTRY_BYTES) {
      sink.decoded(TEXT_BYTES);
      Bytes text = TextBytes.withoutLineEnd(TextBytes.beforeNul(data.slice(at + TEXT, TEXT_BYTES)));
      if (text.length() > 0 && TextBytes.isPrintable(text, "\t")) {
        lines.add(text);
      }
    }
    lines.end(data.offset(), sink);
  }

  @Override
  public String text(Row row) {
    return TextLogs.text(row);
  }
}
