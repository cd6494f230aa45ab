package org.crashtag.dump;

/**
 * A driver in a triage dump's own lists.
 *
 * @param name the file's name without its folder; null where it can't be read
 * @param base address it was loaded at
 * @param bytes of the image in memory
 * @param timestamp of the image: with {@code bytes} the key under which symbol servers keep this
 *     build; null for an unloaded driver
 * @param checksum of the image; null for an unloaded driver
 * @param unloaded it was gone at the crash
 */
public record Module(
    String name, long base, long bytes, Long timestamp, Long checksum, boolean unloaded) {}
