package org.crashtag.decode.ring;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.messages.DriverTexts;
import org.crashtag.decode.messages.MessageTexts;
import org.crashtag.tag.TaggedBlob;

/**
 * KMDF's in-flight recorder: the circular log of one driver, a header followed by the ring.
 *
 * <pre>
 * 64-bit, 72 bytes:  0x00 GUID signature  0x10 u64 Base  0x18 u32 Size of the ring  0x1C u16 Current
 *    0x1E u16 Previous  0x20 i32 Sequence  0x24 char DriverName[32]  0x44 u8 time flags[2], 2 pad
 * 32-bit: Base is u32, everything after it 4 bytes earlier; 68 bytes, or 64 without the time flags
 * </pre>
 *
 * <p>Source: microsoft/Windows-Driver-Frameworks (MIT), {@code fxifr.h}.
 */
public final class KmdfLogDecoder extends TagDecoder implements DriverTexts.Recipient {
  /** {@code WdfDumpGuid}. */
  public static final Guid TAG = Guid.constant("54c84888-01d1-4c1e-bed6-282c98241303");

  private static final Guid SIGNATURE = Guid.constant("544d4c9d-942c-46d5-bf50-df5cd9524a50");
  private static final int NAME_BYTES = 32;

  private final MessageTexts texts;

  /** Creates a decoder without texts of messages. */
  public KmdfLogDecoder() {
    this(MessageTexts.NONE);
  }

  private KmdfLogDecoder(MessageTexts texts) {
    super(
        "kmdf-log",
        2,
        "KMDF's in-flight recorder log of one driver",
        TAG,
        RingTables.LOGS,
        RingTables.RECORDS);
    this.texts = texts;
  }

  @Override
  public Decoder with(DriverTexts given) {
    return new KmdfLogDecoder(given.messages());
  }

  @Override
  public String label() {
    return DriverTexts.label(super.label(), texts.fingerprint());
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    verify(
        data.guid(0).equals(SIGNATURE),
        Reason.CORRUPT,
        data.offset(),
        () -> "the log's signature is " + data.guid(0));
    int pointer = dump.header().format().pointerBytes();
    int fields = 0x10 + pointer;
    long size = data.u32(fields);
    long header = blob.bytes() - size;
    verify(
        pointer == 8 ? header == 72 : header == 68 || header == 64,
        Reason.CORRUPT,
        data.offset() + fields,
        () -> "a ring of " + size + " bytes leaves " + header + " for the header");
    sink.decoded(header);
    Bytes ring = data.slice((int) header, Math.max(0, data.length() - (int) header));
    new RingTables.Log(
            RingKind.KMDF_IFR,
            "normal",
            data.text(fields + 0x0C, NAME_BYTES),
            null,
            ring,
            size,
            data.u16(fields + 0x04),
            data.u16(fields + 0x06),
            (long) data.i32(fields + 0x08))
        .emit(texts, false, dump, sink);
  }

  @Override
  public List<String> lines(Row row) {
    return RingTables.lines(row);
  }
}
