package org.crashtag.decode.graphics;

/**
 * A record of a print ring.
 *
 * @param ring tag of the ring
 * @param micros time in microseconds since 1970; null if the log has no times
 * @param fileId hash of the source file's name, 24 bits
 * @param line line in the source file
 * @param gpu number of the GPU; null if none
 * @param arguments arguments in hex
 */
record NvLogRecord(String ring, Long micros, int fileId, int line, Integer gpu, String arguments) {}
