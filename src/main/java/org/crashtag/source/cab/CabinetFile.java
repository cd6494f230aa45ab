package org.crashtag.source.cab;

/**
 * One member of a cabinet, as the cabinet's table states it.
 *
 * @param name as it stands in the cabinet: not a path to be used, and not fit to be shown as it is
 * @param bytes its size
 * @param folder the index of its folder; 0xFFFD to 0xFFFF where the folder goes on in another
 *     cabinet
 * @param offset of its first byte in the folder's decoded bytes
 */
public record CabinetFile(String name, long bytes, int folder, long offset) {}
