package org.crashtag.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.crashtag.bytes.Guid;

/** Rare records of trace buffers; {@code EtwEvent} and {@code EtwMessage} draw the layouts. */
public final class EtwRecords {
  private static final int TYPE_AT = 2;
  private static final int ACTIVITY_AT = 0x40;
  private static final int MESSAGE_HEADER_BYTES = 8;
  private static final byte NARROW_EVENT = 0x12;

  private EtwRecords() {}

  /** The event, written by a process whose pointers are 32 bits wide. */
  public static byte[] narrow(byte[] event) {
    byte[] changed = event.clone();
    changed[TYPE_AT] = NARROW_EVENT;
    return changed;
  }

  /** The event, as part of an activity. */
  public static byte[] withActivity(Guid activity, byte[] event) {
    ByteBuffer changed = ByteBuffer.wrap(event.clone()).order(ByteOrder.LITTLE_ENDIAN);
    changed.putInt(ACTIVITY_AT, (int) (activity.high() >>> 32));
    changed.putShort(ACTIVITY_AT + 4, (short) (activity.high() >>> 16));
    changed.putShort(ACTIVITY_AT + 6, (short) activity.high());
    changed.putLong(ACTIVITY_AT + 8, Long.reverseBytes(activity.low()));
    return changed.array();
  }

  /** A WPP message whose flags name the parts of {@code rest}. */
  public static byte[] message(int number, int flags, byte[] rest) {
    int size = MESSAGE_HEADER_BYTES + rest.length;
    ByteBuffer record = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    record.putShort((short) size).put((byte) 0).put((byte) 0x90);
    record.putShort((short) number).putShort((short) flags).put(rest);
    return record.array();
  }
}
