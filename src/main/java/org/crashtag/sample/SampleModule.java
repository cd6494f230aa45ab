package org.crashtag.sample;

/**
 * A loaded module of a triage dump's list. Size, checksum and timestamp are unsigned 32-bit
 * numbers.
 *
 * @param path as in the dump: {@code ntoskrnl.exe} or {@code \SystemRoot\...\acme.sys}
 * @param base address
 * @param size SizeOfImage, bytes
 * @param checksum CheckSum of the image
 * @param timestamp TimeDateStamp of the image: seconds since 1970, or a hash
 * @param signingLevel what code integrity gave the image: 12 for Windows, 8 for Microsoft's
 *     signature of a vendor's driver, 0 for an image that wasn't checked; 64-bit only
 */
public record SampleModule(
    String path, long base, long size, long checksum, long timestamp, int signingLevel) {
  /** A module whose image wasn't checked. */
  public SampleModule(String path, long base, long size, long checksum, long timestamp) {
    this(path, base, size, checksum, timestamp, 0);
  }
}
