package org.crashtag.decode.etw;

import org.crashtag.bytes.Bytes;

/**
 * Caches parsed metadata: a trace repeats the same few events. Each slot of the table keeps the
 * last entry that was mapped to it.
 */
final class EventSchemas {
  private static final int PLACES = 1024;

  private final byte[][] metadata = new byte[PLACES][];
  private final EventSchema[] schemas = new EventSchema[PLACES];

  /** The metadata of {@code size} bytes at {@code at}. */
  EventSchema of(Bytes blob, int at, int size) {
    int place = place(blob, at, size);
    byte[] known = metadata[place];
    if (known != null && known.length == size && blob.hasBytes(at, known)) {
      return schemas[place];
    }
    Bytes data = blob.slice(at, size);
    EventSchema schema = EventSchema.read(data);
    metadata[place] = data.toArray();
    schemas[place] = schema;
    return schema;
  }

  /** Hashes the size and two parts: the event name and the last field. */
  private static int place(Bytes blob, int at, int size) {
    if (size < 8) {
      return size;
    }
    long mixed = blob.i64(at + Math.min(8, size - 8)) * 31 + blob.i64(at + size - 8);
    mixed = (mixed * 31 + blob.i64(at + size / 2 - 4) + size) * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 54);
  }
}
