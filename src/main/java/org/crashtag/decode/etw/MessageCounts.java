package org.crashtag.decode.etw;

import java.util.Arrays;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;

/**
 * Counts a logger's WPP messages by their format. Uses open addressing for speed: nine tenths of a
 * trace are such messages.
 */
final class MessageCounts {
  /** Represents no component. */
  static final long NO_COMPONENT = -1;

  /** Limit; real traces have hundreds of formats. */
  private static final int MOST_FORMATS = 1 << 16;

  private static final int NO_FORMAT = -1;

  private int[] places = new int[512];
  private Format[] formats = new Format[256];
  private int size;

  /** A format and the messages that have it. */
  static final class Format {
    private final long first;
    private final long second;
    private final long component;
    private final int number;
    private final Guid guid;
    private long count;
    private long firstMicros = Long.MAX_VALUE;
    private long lastMicros = TraceClock.NO_TIME;

    private Format(long first, long second, long component, int number, Guid guid) {
      this.first = first;
      this.second = second;
      this.component = component;
      this.number = number;
      this.guid = guid;
    }

    private boolean is(long aFirst, long aSecond, long aComponent, int aNumber) {
      return first == aFirst && second == aSecond && component == aComponent && number == aNumber;
    }

    private void add(long micros) {
      count++;
      if (micros != TraceClock.NO_TIME) {
        firstMicros = Math.min(firstMicros, micros);
        lastMicros = Math.max(lastMicros, micros);
      }
    }

    /** The GUID; null if the messages have none. */
    Guid guid() {
      return guid;
    }

    long component() {
      return component;
    }

    int number() {
      return number;
    }

    long count() {
      return count;
    }

    /** Time of the first message, or {@link TraceClock#NO_TIME}. */
    long firstMicros() {
      return lastMicros == TraceClock.NO_TIME ? TraceClock.NO_TIME : firstMicros;
    }

    /** Time of the last message, or {@link TraceClock#NO_TIME}. */
    long lastMicros() {
      return lastMicros;
    }
  }

  MessageCounts() {
    Arrays.fill(places, NO_FORMAT);
  }

  /** Whether no more formats can be added before the counts are cleared. */
  boolean isFull() {
    return size == MOST_FORMATS;
  }

  /**
   * Counts a message.
   *
   * @param guidAt position of its GUID in the blob, or -1
   * @param component component that replaces a GUID, or {@link #NO_COMPONENT}
   */
  void add(Bytes blob, int guidAt, long component, int number, long micros) {
    long first = guidAt < 0 ? 0 : blob.i64(guidAt);
    long second = guidAt < 0 ? 0 : blob.i64(guidAt + 8);
    int place = place(first, second, component, number);
    while (places[place] != NO_FORMAT) {
      Format format = formats[places[place]];
      if (format.is(first, second, component, number)) {
        format.add(micros);
        return;
      }
      place = (place + 1) & (places.length - 1);
    }
    Guid guid = guidAt < 0 ? null : blob.guid(guidAt);
    Format format = new Format(first, second, component, number, guid);
    format.add(micros);
    places[place] = size;
    append(format);
  }

  private int place(long first, long second, long component, int number) {
    long mixed = (first ^ second * 31 ^ component * 131 ^ number) * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 40) & (places.length - 1);
  }

  private void append(Format format) {
    if (size == formats.length) {
      formats = Arrays.copyOf(formats, 2 * size);
    }
    formats[size++] = format;
    if (2 * size > places.length) {
      spread(2 * places.length);
    }
  }

  private void spread(int room) {
    places = new int[room];
    Arrays.fill(places, NO_FORMAT);
    for (int i = 0; i < size; i++) {
      Format format = formats[i];
      int place = place(format.first, format.second, format.component, format.number);
      while (places[place] != NO_FORMAT) {
        place = (place + 1) & (room - 1);
      }
      places[place] = i;
    }
  }

  int size() {
    return size;
  }

  /** The formats in order of first occurrence. */
  Format get(int index) {
    return formats[index];
  }

  /** Clears all counts. */
  void clear() {
    Arrays.fill(formats, 0, size, null);
    Arrays.fill(places, NO_FORMAT);
    size = 0;
  }
}
