package org.crashtag.decode.graphics;

/**
 * A register of a GPU.
 *
 * @param offset unsigned
 * @param value unsigned
 */
record GpuRegister(int offset, int value) {}
