package org.crashtag.sample;

/**
 * A loaded module of a triage dump's list. The last three are unsigned 32-bit numbers.
 *
 * @param path as the dump tells it: {@code ntoskrnl.exe} or {@code \SystemRoot\...\acme.sys}
 * @param base address
 * @param size SizeOfImage, bytes
 * @param checksum CheckSum of the image
 * @param timestamp TimeDateStamp of the image: seconds since 1970, or a hash
 */
public record SampleModule(String path, long base, long size, long checksum, long timestamp) {}
