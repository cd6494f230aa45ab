package org.crashtag.source.cab;

/**
 * One member of a cabinet, as the cabinet's table states it.
 *
 * @param name as stored in the cabinet: must not be used as a path or printed without escaping
 * @param bytes its size
 * @param folder the index of its folder; 0xFFFD to 0xFFFF if the folder continues in another
 *     cabinet
 * @param offset of its first byte in the folder's decoded bytes
 */
public record CabinetFile(String name, long bytes, int folder, long offset) {}
