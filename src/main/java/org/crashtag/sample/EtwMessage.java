package org.crashtag.sample;

import org.crashtag.bytes.Guid;

/**
 * A WPP message, a record of an {@link EtwLogger}.
 *
 * <pre>
 * u16 size  u8 type  u8 0x90  u16 number  u16 flags  GUID message  u64 clock  u32 tid  u32 pid  arguments
 * </pre>
 */
public final class EtwMessage {
  /** Message GUID, clock, caller, and a 64-bit caller. */
  private static final int USUAL_FLAGS = 0xAA;

  private EtwMessage() {}

  /** The record of a message with the usual parts. */
  public static byte[] of(
      Guid message, int number, long clock, long pid, long tid, byte[] arguments) {
    Pen pen = new Pen(64).u16(0).number(0, 1).number(0x90, 1).u16(number).u16(USUAL_FLAGS);
    pen.guid(message).u64(clock).u32(tid).u32(pid).raw(arguments);
    int size = pen.position();
    return pen.at(0).u16(size).toBytes();
  }
}
