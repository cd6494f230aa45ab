package org.crashtag.decode.graphics;

import org.crashtag.bytes.Bytes;
import org.crashtag.decode.Coverage;

/**
 * A cursor over the fields of a message in the wire format of protocol buffers.
 *
 * <pre>
 * field:  varint key: number &lt;&lt; 3 | wire type   then depending on the wire type
 *         0 varint   1 eight bytes   2 varint length, that many bytes   5 four bytes
 * varint: 7 bits per byte, lowest first; high bit: another byte follows; at most 10 bytes
 * </pre>
 *
 * <p>NVIDIA's driver truncates messages that exceed its buffer, so a field that extends past the
 * end is not a fault: the fields before it are used. Source: protobuf.dev, "Encoding".
 */
final class WireMessage {
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH = 2;
  private static final int FOUR_BYTES = 5;
  private static final int MOST_VARINT_BYTES = 10;
  private static final int NO_FIELD = -1;

  /** The largest possible field number. */
  private static final long MOST_NUMBER = (1 << 29) - 1;

  private final Bytes bytes;
  private final Coverage coverage;
  private int at;

  // The current field.
  private int number = NO_FIELD;
  private int wireType;
  private int start;
  private int content;
  private boolean whole;
  private long value;

  /**
   * A message that reports the bytes of fields to {@code coverage} when they are read.
   *
   * @param bytes the message, possibly truncated
   */
  WireMessage(Bytes bytes, Coverage coverage) {
    this.bytes = bytes;
    this.coverage = coverage;
  }

  /** The same message from its start, without reporting coverage. */
  WireMessage uncounted() {
    return new WireMessage(bytes, Coverage.NONE);
  }

  /** The receiver of the coverage. */
  Coverage coverage() {
    return coverage;
  }

  /** Moves to the next field; false at the end or at an invalid field. */
  boolean next() {
    start = at;
    boolean found = readKey() && readContent();
    if (!found) {
      at = bytes.length();
      number = NO_FIELD;
    }
    return found;
  }

  private boolean readKey() {
    if (!readVarint()) {
      return false;
    }
    long key = value;
    wireType = (int) (key & 7);
    number = (int) (key >>> 3);
    return key >>> 3 != 0 && key >>> 3 <= MOST_NUMBER;
  }

  private boolean readContent() {
    whole = true;
    return switch (wireType) {
      case VARINT -> readVarint();
      case EIGHT_BYTES -> skip(8);
      case FOUR_BYTES -> skip(4);
      case LENGTH -> readLength();
      default -> false;
    };
  }

  private boolean skip(int size) {
    at += size;
    return at <= bytes.length();
  }

  private boolean readLength() {
    if (!readVarint()) {
      return false;
    }
    content = at;
    int left = bytes.length() - at;
    whole = Long.compareUnsigned(value, left) <= 0;
    at += whole ? (int) value : left;
    return true;
  }

  private boolean readVarint() {
    value = 0;
    for (int i = 0; i < MOST_VARINT_BYTES && at < bytes.length(); i++) {
      int next = bytes.u8(at++);
      value |= (long) (next & 0x7F) << (7 * i);
      if (next < 0x80) {
        return true;
      }
    }
    return false;
  }

  /** The number of the field. */
  int number() {
    return number;
  }

  /** The value of the field as 64 bits; null if the field is not a varint. */
  Long varint() {
    if (wireType != VARINT) {
      return null;
    }
    coverage.decoded(at - start);
    return value;
  }

  /** The bytes of the field; null if it has none, or they are truncated. */
  Bytes content() {
    Bytes found = carrier();
    coverage.decoded(found == null ? 0 : found.length());
    return found;
  }

  /** The same bytes, but only key and length are reported as known. */
  Bytes carrier() {
    if (wireType != LENGTH || !whole) {
      return null;
    }
    coverage.decoded(content - start);
    return bytes.slice(content, at - content);
  }

  /** The field as a message, possibly truncated; null if it cannot be one. */
  WireMessage message() {
    if (wireType != LENGTH) {
      return null;
    }
    coverage.decoded(content - start);
    return new WireMessage(bytes.slice(content, at - content), coverage);
  }
}
