package org.crashtag.source.cab;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reverts LZX's preprocessing of x86 code, [MS-PATCH] 2.2: the operand of each CALL (0xE8), which
 * the writer made absolute, is made relative again. The window that matches refer to is not
 * translated.
 */
final class E8Translation {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final byte CALL = (byte) 0xE8;
  private static final int CALL_BYTES = 5;

  /** No CALL begins in a frame's last bytes. */
  private static final int UNTOUCHED_BYTES = 10;

  private static final int MOST_FRAMES = 32_768;

  private final byte[] copy = new byte[DataBlock.MOST_BYTES];
  private final int translationSize;

  /**
   * @param translationSize as the stream states it: only addresses below it are translated
   */
  E8Translation(int translationSize) {
    this.translationSize = translationSize;
  }

  /** Whether a frame is translated. */
  static boolean concerns(int frame, int size) {
    return frame < MOST_FRAMES && size > UNTOUCHED_BYTES;
  }

  /**
   * A translated copy of a frame.
   *
   * @param place of the frame in the folder's decoded bytes
   */
  byte[] translate(byte[] array, int from, int size, int place) {
    System.arraycopy(array, from, copy, 0, size);
    int end = size - UNTOUCHED_BYTES;
    int at = 0;
    while (at < end) {
      if (copy[at] == CALL) {
        makeRelative(at + 1, place + at);
        at += CALL_BYTES;
      } else {
        at++;
      }
    }
    return copy;
  }

  private void makeRelative(int at, int place) {
    int absolute = (int) INT.get(copy, at);
    if (absolute >= -place && absolute < translationSize) {
      int relative = absolute >= 0 ? absolute - place : absolute + translationSize;
      INT.set(copy, at, relative);
    }
  }
}
