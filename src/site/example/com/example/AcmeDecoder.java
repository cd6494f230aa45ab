package com.example;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.TypedTable;
import org.crashtag.tag.TaggedBlob;

/**
 * The events that the driver of ACME's network adapter adds to dumps. Both are made up.
 *
 * <pre>
 * header:  0x00 u32 version 1  0x04 u32 events
 * event:   0x00 FILETIME  0x08 u32 code  0x0C u32 queue  0x10 char state[8]
 * </pre>
 */
public final class AcmeDecoder extends TagDecoder {
  private static final int HEADER_BYTES = 8;
  private static final int EVENT_BYTES = 24;

  private static final TypedTable<Bytes> EVENTS =
      TypedTable.ofRecords(Bytes.class, "acme_events", "An event of ACME's network adapter.")
          .timestamp("time", "When it happened, UTC.", event -> FileTime.timestamp(event.i64(0x00)))
          .bigint("code", "What happened: 1 reset, 2 timeout.", event -> event.u32(0x08))
          .bigint("queue", "Number of the transmit queue.", event -> event.u32(0x0C))
          .text("state", "State of the queue.", event -> event.text(0x10, 8))
          .build();

  public AcmeDecoder() {
    super(
        "acme",
        1,
        "events of ACME's network adapter",
        Guid.constant("ac3e0001-5eed-4b0b-8a5e-0123456789ab"),
        EVENTS);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    long version = data.u32(0x00);
    verify(version == 1, Reason.UNSUPPORTED, data.offset(), "version " + version);
    long events = data.u32(0x04);
    for (int event = 0; event < events; event++) {
      sink.row(EVENTS, data.slice(HEADER_BYTES + event * EVENT_BYTES, EVENT_BYTES));
    }
  }
}
