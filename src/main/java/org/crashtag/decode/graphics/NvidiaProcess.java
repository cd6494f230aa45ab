package org.crashtag.decode.graphics;

/**
 * A process that used the card: a client of NVIDIA's driver.
 *
 * @param handle 0x and eight hex digits
 * @param image file of its program
 * @param devices how many
 * @param allocations how many these have open; null if the blob was made to make counting slow
 * @param bytes of the allocations, unsigned; null likewise, or if it passes 64 bits
 */
record NvidiaProcess(String handle, String image, long devices, Long allocations, Long bytes) {
  /** The same with another image. */
  NvidiaProcess withImage(String other) {
    return new NvidiaProcess(handle, other, devices, allocations, bytes);
  }
}
