package org.crashtag.decode.etw;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.PrivateText;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.messages.MessageTexts;

/**
 * The WPP messages of a logger: counted, or one row each.
 *
 * <pre>
 * 0x00 u16 Size  0x02 u8 type  0x03 u8 0x90  0x04 u16 MessageNumber  0x06 u16 Flags
 * then, by flags:          1 u32 sequence   2 GUID message, else 4 u32 component   8 u64 clock
 *                          0x20 u32 tid, u32 pid
 * then the arguments.  0x40, 0x80: of a 32-bit, 64-bit caller
 * </pre>
 *
 * <p>Sources: measured over real dumps; names as in Microsoft's documentation of {@code
 * TraceMessage}.
 */
final class MessageRows {
  static final int LEAST_BYTES = 8;
  private static final int SEQUENCE = 1;
  private static final int GUID = 2;
  private static final int COMPONENT = 4;
  private static final int CLOCK = 8;
  private static final int CALLER = 0x20;
  private static final int CALLER_32_BIT = 0x40;
  private static final int CALLER_64_BIT = 0x80;

  /** Arguments extend to the end of the message. */
  private static final int NO_PADDING = 0;

  private final TraceLogger logger;
  private final TraceClock clock;
  private final RecordSink sink;
  private final boolean eachItsRow;
  private final boolean withArguments;
  private final boolean withText;
  private final EventDecoding decoding;
  private final MessageCounts counts = new MessageCounts();

  /**
   * @param eachItsRow whether each message has a row instead of being counted
   * @param decoding privacy settings and texts of messages
   */
  MessageRows(
      TraceLogger logger,
      TraceClock clock,
      RecordSink sink,
      boolean eachItsRow,
      EventDecoding decoding) {
    this.logger = logger;
    this.clock = clock;
    this.sink = sink;
    this.eachItsRow = eachItsRow;
    this.decoding = decoding;
    PrivateText privacy = decoding.privacy();
    this.withText = privacy.keepsAll() || !logger.isPrivate();
    this.withArguments = privacy.keepsAll() || (!logger.isPrivate() && !privacy.dropsAll());
  }

  /**
   * Receives a message; returns its time in microseconds since 1970, or {@link TraceClock#NO_TIME}.
   */
  long add(Bytes blob, int start, int end, Long processor) {
    int flags = blob.u16(start + 6);
    int at = start + 8 + ((flags & SEQUENCE) != 0 ? 4 : 0);
    int guidAt = (flags & GUID) != 0 ? at : -1;
    int componentAt = guidAt < 0 && (flags & COMPONENT) != 0 ? at : -1;
    at += guidAt >= 0 ? 16 : componentAt >= 0 ? 4 : 0;
    int clockAt = at;
    at += (flags & CLOCK) != 0 ? 8 : 0;
    int callerAt = at;
    at += (flags & CALLER) != 0 ? 8 : 0;
    verify(
        at <= end,
        Reason.CORRUPT,
        blob.offset() + start,
        "a message of " + (end - start) + " bytes whose header has " + (at - start));
    sink.decoded(at - start);
    sink.carried(end - at);
    long component = componentAt < 0 ? MessageCounts.NO_COMPONENT : blob.u32(componentAt);
    long value = clockAt < callerAt ? blob.i64(clockAt) : 0;
    long micros = clockAt < callerAt ? clock.micros(value) : TraceClock.NO_TIME;
    int number = blob.u16(start + 4);
    if (eachItsRow) {
      boolean isTimed = clockAt < callerAt;
      boolean hasCaller = callerAt < at;
      Bytes arguments = blob.slice(at, end - at);
      Guid guid = guidAt < 0 ? null : blob.guid(guidAt);
      MessageTexts.Message words = message(guid, number, flags, arguments);
      Message.Single single =
          new Message.Single(
              hasCaller ? EventRows.caller(blob.u32(callerAt + 4)) : null,
              hasCaller ? EventRows.caller(blob.u32(callerAt)) : null,
              processor,
              isTimed ? (Long) value : null,
              TraceClock.orNull(micros),
              clock.secondsBeforeCrash(micros),
              withArguments ? decoding.privacy().opaque(arguments, words.hides()) : null,
              withText ? words.text() : null,
              words.source(),
              words.level());
      sink.row(
          EtwTables.MESSAGES,
          new Message(logger.name(), guid, orNull(component), number, null, null, single));
    } else {
      count(blob, guidAt, component, number, micros);
    }
    return micros;
  }

  private MessageTexts.Message message(Guid guid, int number, int flags, Bytes arguments) {
    if (guid == null) {
      return MessageTexts.Message.NONE;
    }
    int pointerBytes =
        (flags & CALLER_32_BIT) != 0
            ? 4
            : (flags & CALLER_64_BIT) != 0 ? 8 : decoding.pointerBytes();
    return decoding.messages().message(guid, number, arguments, NO_PADDING, pointerBytes);
  }

  private void count(Bytes blob, int guidAt, long component, int number, long micros) {
    if (counts.isFull()) {
      end();
    }
    counts.add(blob, guidAt, component, number, micros);
  }

  /** Yields the rows of the counted messages. */
  void end() {
    for (int i = 0; i < counts.size(); i++) {
      MessageCounts.Format format = counts.get(i);
      Guid guid = format.guid();
      sink.row(
          EtwTables.MESSAGES,
          new Message(
              logger.name(),
              guid,
              orNull(format.component()),
              format.number(),
              format,
              guid == null ? null : decoding.messageTexts().format(guid, format.number()),
              null));
    }
    counts.clear();
  }

  private static Long orNull(long component) {
    return component == MessageCounts.NO_COMPONENT ? null : (Long) component;
  }
}
