package org.crashtag.decode.etw;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.SidText;
import org.crashtag.decode.manifest.EventText;

/**
 * A logger's events, {@code EVENT_HEADER}.
 *
 * <pre>
 * 80 bytes: 0x00 u16 Size  0x02 u8 type  0x03 u8 0xC0  0x04 u16 Flags  0x06 u16 EventProperty
 *           0x08 u32 tid  0x0C u32 pid  0x10 u64 clock  0x18 GUID provider  0x28 u16 id  0x2A u8 version
 *           0x2B u8 channel  0x2C u8 level  0x2D u8 opcode  0x2E u16 task  0x30 u64 keyword
 *           0x38 u64 processor time  0x40 GUID activity
 * if Flags has 1, extended items: u16 Total (8-byte steps)  u16 ExtType  u16 Linkage (1: one more)
 *           u16 DataSize, data.  ExtType 2 SID  11 TraceLogging metadata  12 provider traits
 * then the payload
 * </pre>
 *
 * <p>Sources: measured over real dumps; names as in Microsoft's documentation of {@code
 * EVENT_HEADER} and {@code EVENT_HEADER_EXTENDED_DATA_ITEM}.
 */
final class EventRows {
  static final int HEADER_BYTES = 80;
  private static final int EXTENDED = 0x0001;
  private static final int CALLER_32_BIT = 0x0020;
  private static final int CALLER_64_BIT = 0x0040;
  private static final int REPORTED = 0x0004;
  private static final int TYPE_32_BIT = 0x12;

  private static final int ITEM_SID = 2;
  private static final int ITEM_METADATA = 11;
  private static final int ITEM_TRAITS = 12;

  private static final long NO_CALLER = 0xFFFFFFFFL;

  private final Bytes blob;
  private final TraceLogger logger;
  private final TraceClock clock;
  private final RecordSink sink;
  private final EventDecoding decoding;
  private final boolean withFields;

  // The current event.
  private int start;
  private int end;
  private int payload;
  private Providers.Provider provider;
  private String providerName;
  private EventSchema schema;
  private ReportedEvent reported;
  private String sid;
  private EventText words;
  private Long processor;
  private long micros;

  EventRows(
      Bytes blob, TraceLogger logger, TraceClock clock, RecordSink sink, EventDecoding decoding) {
    this.blob = blob;
    this.logger = logger;
    this.clock = clock;
    this.sink = sink;
    this.decoding = decoding;
    this.withFields = decoding.privacy().keepsAll() || !logger.isPrivate();
  }

  /** A process or thread id; null if there is none. */
  static Long caller(long id) {
    return id == NO_CALLER ? null : (Long) id;
  }

  /**
   * Receives an event; returns its time in microseconds since 1970, or {@link TraceClock#NO_TIME}.
   */
  long add(int recordStart, int recordEnd, Long itsProcessor) {
    start = recordStart;
    end = recordEnd;
    processor = itsProcessor;
    payload = start + HEADER_BYTES;
    provider = decoding.providers().of(blob, start + 0x18);
    providerName = provider.listedName();
    schema = null;
    reported = null;
    sid = null;
    words = EventText.NONE;
    micros = clock.micros(i64(0x10));
    try {
      readPayload();
    } catch (MalformedException e) {
      decoding.broken(e);
    }
    count();
    sink.row(EtwTables.EVENTS, this);
    return micros;
  }

  private void readPayload() {
    if ((u16(0x04) & EXTENDED) != 0) {
      readItems();
    }
    if (schema == null && (u16(0x06) & REPORTED) != 0) {
      reported = ReportedEvent.read(blob.slice(payload, end - payload));
      words = new EventText(reported.json(decoding.privacy()), null);
    } else {
      words = describe(blob.slice(payload, end - payload));
    }
  }

  /** Uses the metadata in the event, or otherwise the manifest of its provider. */
  private EventText describe(Bytes bytes) {
    if (schema != null) {
      return new EventText(decoding.payload().text(schema, bytes, isWide()), null);
    }
    return decoding.events().text(provider(), u16(0x28), u8(0x2A), bytes, pointerBytes());
  }

  private int pointerBytes() {
    int flags = u16(0x04);
    if ((flags & CALLER_32_BIT) != 0) {
      return 4;
    }
    if ((flags & CALLER_64_BIT) != 0) {
      return 8;
    }
    return u8(0x02) == TYPE_32_BIT ? 4 : decoding.pointerBytes();
  }

  /**
   * A payload with a description counts as known if it was read to its end, whether or not it is
   * shown.
   */
  private void count() {
    sink.decoded(payload - start);
    if (words.fields() != null) {
      sink.decoded(end - payload);
    } else {
      sink.carried(end - payload);
    }
  }

  private boolean isWide() {
    return u8(0x02) != TYPE_32_BIT && (u16(0x04) & CALLER_32_BIT) == 0;
  }

  private void readItems() {
    boolean more = true;
    while (more) {
      verify(
          end - payload >= 8,
          Reason.CORRUPT,
          blob.offset() + payload,
          "an extended item is truncated");
      int total = blob.u16(payload);
      int size = blob.u16(payload + 6);
      verify(
          total % 8 == 0 && total >= 8 + size && total <= end - payload,
          Reason.CORRUPT,
          blob.offset() + payload,
          () -> "an extended item of " + total + " bytes with " + size + " bytes of data");
      int type = blob.u16(payload + 2);
      more = (blob.u16(payload + 4) & 1) != 0;
      int data = payload + 8;
      payload += total;
      if (type == ITEM_TRAITS) {
        providerName = provider.name(blob, data, size);
      } else if (type == ITEM_METADATA) {
        schema = decoding.schemas().of(blob, data, size);
      } else if (type == ITEM_SID) {
        sid = SidText.of(blob.slice(data, size), 0);
      }
    }
  }

  /** A number in the header of the event. */
  int u8(int at) {
    return blob.u8(start + at);
  }

  /** A number in the header of the event. */
  int u16(int at) {
    return blob.u16(start + at);
  }

  /** A number in the header of the event. */
  long i64(int at) {
    return blob.i64(start + at);
  }

  /** A process or thread id in the header of the event; null if there is none. */
  Long caller(int at) {
    return caller(blob.u32(start + at));
  }

  String logger() {
    return logger.name();
  }

  Guid provider() {
    return provider.guid();
  }

  String providerName() {
    return reported == null ? providerName : reported.source();
  }

  Number eventId() {
    return reported == null ? (Number) u16(0x28) : (Number) reported.number();
  }

  String eventName() {
    return schema == null ? null : schema.name();
  }

  Long processor() {
    return processor;
  }

  /** The activity; null if the event has none. */
  Guid activity() {
    return blob.isZero(start + 0x40, 16) ? null : blob.guid(start + 0x40);
  }

  String sid() {
    return reported == null || reported.sid() == null ? sid : reported.sid();
  }

  /** Time in microseconds since 1970. */
  Long time() {
    return TraceClock.orNull(micros);
  }

  Double secondsBeforeCrash() {
    return clock.secondsBeforeCrash(micros);
  }

  int payloadBytes() {
    return end - payload;
  }

  String fields() {
    return withFields ? words.fields() : null;
  }

  /** The message; null if no manifest defines it. */
  String text() {
    return withFields ? words.text() : null;
  }

  /** A payload of unknown format, if it is requested. */
  String payloadHex() {
    return schema == null
            && reported == null
            && words.fields() == null
            && decoding.withPayloads()
            && withFields
        ? decoding.privacy().opaque(blob.slice(payload, end - payload), false)
        : null;
  }
}
