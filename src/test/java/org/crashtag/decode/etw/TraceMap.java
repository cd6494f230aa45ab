package org.crashtag.decode.etw;

import org.crashtag.bytes.Bytes;

/** Adds up the parts of a trace, independently of how the decoder walks it. */
final class TraceMap implements TraceRecords.RecordVisitor {
  private final Bytes blob;
  private long bytes;

  private TraceMap(Bytes blob) {
    this.blob = blob;
  }

  /** Bytes of headers, names and records with their padding. */
  static long bytesOf(Bytes blob) {
    TraceMap map = new TraceMap(blob);
    map.walk();
    return map.bytes;
  }

  private void walk() {
    bytes += TraceHeader.BYTES;
    int at = TraceHeader.BYTES;
    TraceLogger logger = null;
    while (at < blob.length()) {
      if (TraceLogger.startsAt(blob, at)) {
        logger = TraceLogger.read(blob, at);
        bytes += logger.end() - at;
        at = logger.end();
      } else {
        TraceBuffer buffer = TraceBuffer.read(blob, at, logger.bufferBytes());
        int end = at + buffer.storedBytes();
        bytes += TraceBuffer.HEADER_BYTES;
        TraceRecords.walk(blob, at + TraceBuffer.HEADER_BYTES, end, true, this);
        at = end;
      }
    }
  }

  @Override
  public void message(int at, int end) {
    bytes += (end - at + 7) & ~7;
  }

  @Override
  public void event(int at, int end) {
    bytes += (end - at + 7) & ~7;
  }

  @Override
  public void other(int headerBytes) {
    throw new AssertionError("a record of an older kind");
  }
}
