package org.crashtag.decode.etw;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;

/** Walks the buffers of one logger and summarizes them. */
final class LoggerWalk implements TraceRecords.RecordVisitor {
  private final Bytes blob;
  private final TraceHeader header;
  private final TraceLogger logger;
  private final RecordSink sink;
  private final EventDecoding decoding;
  private final EventRows events;
  private final MessageRows messages;

  private Long processor;
  private long buffers;
  private long buffersUsed;
  private long eventCount;
  private long messageCount;
  private long otherCount;
  private long firstMicros = Long.MAX_VALUE;
  private long lastMicros = TraceClock.NO_TIME;
  private boolean lostEvents;
  private boolean lostBuffers;

  LoggerWalk(
      Bytes blob,
      TraceHeader header,
      TraceLogger logger,
      DumpContext dump,
      RecordSink sink,
      EventDecoding decoding) {
    this.blob = blob;
    this.header = header;
    this.logger = logger;
    this.sink = sink;
    this.decoding = decoding;
    TraceClock clock = new TraceClock(logger, header, dump.header().crashTimeMicros());
    boolean eachItsRow = dump.setting(EtwDecoder.MESSAGES_SETTING).equals(EtwDecoder.ALL_MESSAGES);
    events = new EventRows(blob, logger, clock, sink, decoding);
    messages = new MessageRows(logger, clock, sink, eachItsRow, decoding);
  }

  /**
   * Walks to the next logger or the end of the blob, and returns that position.
   *
   * @throws MalformedException after a fault; everything before it has its rows
   */
  int walk() {
    int at = logger.end();
    sink.decoded(logger.knownBytes());
    try {
      while (at < blob.length() && !TraceLogger.startsAt(blob, at)) {
        at = walkBuffer(at);
      }
      return at;
    } finally {
      messages.end();
      sink.row(EtwTables.LOGGERS, this);
    }
  }

  private int walkBuffer(int at) {
    TraceBuffer buffer = TraceBuffer.read(blob, at, logger.bufferBytes());
    buffers++;
    sink.decoded(TraceBuffer.HEADER_BYTES);
    buffersUsed += buffer.isUsed() ? 1 : 0;
    lostEvents |= buffer.lostEvents();
    lostBuffers |= buffer.lostBuffers();
    processor = logger.hasSharedBuffers() ? null : (Long) buffer.processor();
    boolean whole = buffer.storedBytes() <= blob.length() - at;
    int end = whole ? at + buffer.storedBytes() : blob.length();
    walkRecords(buffer, at, end, whole);
    verify(
        whole,
        Reason.TRUNCATED,
        blob.offset() + end,
        () -> "a buffer has " + (end - at) + " of " + buffer.storedBytes() + " bytes");
    return end;
  }

  /** A fault loses only the rest of the buffer, because the start of the next one is known. */
  private void walkRecords(TraceBuffer buffer, int at, int end, boolean whole) {
    try {
      verify(
          !buffer.isUsed() || !buffer.isCompressed(),
          Reason.UNSUPPORTED,
          blob.offset() + at,
          "a compressed buffer");
      TraceRecords.walk(blob, at + TraceBuffer.HEADER_BYTES, end, whole, this);
    } catch (MalformedException e) {
      if (!whole) {
        throw e;
      }
      decoding.broken(e);
    }
  }

  @Override
  public void message(int at, int end) {
    note(messages.add(blob, at, end, processor));
    messageCount++;
  }

  @Override
  public void event(int at, int end) {
    note(events.add(at, end, processor));
    eventCount++;
  }

  @Override
  public void other(int headerBytes) {
    sink.decoded(headerBytes);
    otherCount++;
  }

  private void note(long micros) {
    if (micros != TraceClock.NO_TIME) {
      firstMicros = Math.min(firstMicros, micros);
      lastMicros = Math.max(lastMicros, micros);
    }
  }

  TraceHeader header() {
    return header;
  }

  TraceLogger logger() {
    return logger;
  }

  long buffers() {
    return buffers;
  }

  long buffersUsed() {
    return buffersUsed;
  }

  long eventCount() {
    return eventCount;
  }

  long messageCount() {
    return messageCount;
  }

  long otherCount() {
    return otherCount;
  }

  /** Time of the first record, in microseconds since 1970; null if unknown. */
  Long firstTime() {
    return lastMicros == TraceClock.NO_TIME ? null : (Long) firstMicros;
  }

  /** Time of the last record, in microseconds since 1970; null if unknown. */
  Long lastTime() {
    return TraceClock.orNull(lastMicros);
  }

  boolean lostEvents() {
    return lostEvents;
  }

  boolean lostBuffers() {
    return lostBuffers;
  }
}
