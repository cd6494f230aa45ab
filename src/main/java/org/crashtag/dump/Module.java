package org.crashtag.dump;

/**
 * A driver in a triage dump's own lists.
 *
 * @param name the file's name without its folder; null if it can't be read
 * @param base address it was loaded at
 * @param bytes of the image in memory
 * @param timestamp of the image: with {@code bytes} the key of this build on symbol servers; null
 *     for an unloaded driver
 * @param checksum of the image; null for an unloaded driver
 * @param unloaded whether it was unloaded before the crash
 * @param signingLevel that code integrity gave the image, as winnt.h's SE_SIGNING_LEVEL_*; null if
 *     the dump doesn't tell
 * @param windows whether it is a part of Windows, by {@link WindowsModules}; null if this was not
 *     determined
 */
public record Module(
    String name,
    long base,
    long bytes,
    Long timestamp,
    Long checksum,
    boolean unloaded,
    Long signingLevel,
    Boolean windows) {}
