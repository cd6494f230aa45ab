package org.crashtag.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Changes blobs of the display state; {@code DisplayState} draws the layout. */
// The arrays of the buffers are whole: each was allocated or wrapped here.
@SuppressWarnings("ByteBufferBackingArray")
public final class DisplayStates {
  private static final int SLOTS = 21;

  private DisplayStates() {}

  /** The same state, with the section of this identifier as the display driver's own. */
  public static byte[] withDriversOwn(int id, byte[] state) {
    ByteBuffer bytes = littleEndian(state.clone());
    for (int slot = 8; slot < 8 * SLOTS; slot += 8) {
      if (bytes.getInt(slot) != 0 && bytes.getInt(slot + 4) == id) {
        bytes.putInt(4, bytes.getInt(slot));
      }
    }
    return bytes.array();
  }

  /** The same state with each section cut after its last byte that isn't zero, as in some dumps. */
  public static byte[] withoutZeros(byte[] state) {
    ByteBuffer from = littleEndian(state);
    ByteBuffer to = littleEndian(new byte[state.length]);
    to.put(state, 0, 8 * SLOTS);
    for (int slot = 8; slot < 8 * SLOTS && from.getInt(slot) != 0; slot += 8) {
      int start = from.getInt(slot);
      int next = slot + 8 < 8 * SLOTS ? from.getInt(slot + 8) : 0;
      int end = next == 0 ? state.length : next;
      while (end > start && state[end - 1] == 0) {
        end--;
      }
      if (from.getInt(4) == start) {
        to.putInt(4, to.position());
      }
      to.putInt(slot, to.position());
      to.put(state, start, end - start);
    }
    byte[] cut = new byte[to.position()];
    to.get(0, cut);
    return cut;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
