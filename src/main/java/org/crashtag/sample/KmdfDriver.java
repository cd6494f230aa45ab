package org.crashtag.sample;

/**
 * An entry of the KMDF driver list.
 *
 * @param name without extension, at most 31 letters
 * @param major of the KMDF version that the driver bound to
 * @param minor of it
 * @param build of it
 * @param globals address of the driver's globals, 0 for the framework itself
 */
public record KmdfDriver(String name, int major, int minor, int build, long globals) {}
