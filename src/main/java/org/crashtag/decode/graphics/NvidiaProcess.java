package org.crashtag.decode.graphics;

/**
 * A client of NVIDIA's driver: a process that used the card.
 *
 * @param handle 0x and eight hex digits
 * @param image file of the program
 * @param devices number of devices
 * @param allocations number of allocations that these have open; null if counting would take too
 *     long
 * @param bytes size of the allocations, unsigned; null likewise, or if it exceeds 64 bits
 */
record NvidiaProcess(String handle, String image, long devices, Long allocations, Long bytes) {
  /** The same process with another image. */
  NvidiaProcess withImage(String other) {
    return new NvidiaProcess(handle, other, devices, allocations, bytes);
  }
}
