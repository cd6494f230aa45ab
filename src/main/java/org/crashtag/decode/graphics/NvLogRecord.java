package org.crashtag.decode.graphics;

/**
 * A record of a print ring.
 *
 * @param ring tag of the ring
 * @param micros when, since 1970; null where the log has no times
 * @param fileId hash of the source file's name, 24 bits
 * @param line in the source file
 * @param gpu number of the GPU; null for none
 * @param arguments bytes in hex
 */
record NvLogRecord(String ring, Long micros, int fileId, int line, Integer gpu, String arguments) {}
