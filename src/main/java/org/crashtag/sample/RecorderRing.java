package org.crashtag.sample;

import java.util.Arrays;
import org.crashtag.bytes.Guid;

/**
 * The ring of a driver's log, written as a driver does: record after record, and from the start
 * again if there is no room at the end, so that old records are overwritten.
 *
 * <pre>
 * record: char[2] "LR" or "L2"  u16 bytes  i32 sequence  u16 offset of the previous record
 *         u16 message number  GUID messages  "L2" only: FILETIME  then the arguments
 * </pre>
 *
 * Source: microsoft/Windows-Driver-Frameworks, {@code fxifr.h}.
 */
public final class RecorderRing {
  private final byte[] bytes;
  private int current;
  private int previous;
  private int sequence;
  private boolean written;

  /** An empty ring of zeros. */
  public RecorderRing(int size) {
    bytes = new byte[size];
  }

  /** Raises the number of the next record by this much. */
  public RecorderRing skip(int numbers) {
    sequence += numbers;
    return this;
  }

  /** A record without a time. */
  public RecorderRing write(Guid messages, int number, byte[] arguments) {
    return write("LR", messages, number, new byte[0], arguments);
  }

  /** A record of any kind; {@code time} is between the header and the arguments. */
  RecorderRing write(String kind, Guid messages, int number, byte[] time, byte[] arguments) {
    int length = 28 + time.length + arguments.length;
    if (length % 4 != 0 || length > bytes.length) {
      throw new IllegalArgumentException(
          length + " bytes are not a valid record size for this ring");
    }
    sequence++;
    Pen pen = new Pen(length).ascii(kind).u16(length).u32(sequence).u16(previous);
    pen.u16(number).guid(messages);
    pen.raw(time).raw(arguments);
    int start = current + length > bytes.length ? 0 : current;
    System.arraycopy(pen.toBytes(), 0, bytes, start, length);
    previous = start;
    current = start + length;
    written = true;
    return this;
  }

  int size() {
    return bytes.length;
  }

  int current() {
    return current;
  }

  int previous() {
    return previous;
  }

  /** Sequence number of the newest record; 0 before the first. */
  int sequence() {
    return written ? sequence : 0;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, bytes.length);
  }
}
