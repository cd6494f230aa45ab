package org.crashtag.sample;

/**
 * A driver that was unloaded before the crash.
 *
 * @param name without path; a dump keeps its first twelve characters
 * @param start address of the image while it was loaded
 * @param end address after it
 */
public record UnloadedDriver(String name, long start, long end) {}
