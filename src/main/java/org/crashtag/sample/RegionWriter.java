package org.crashtag.sample;

/** The two programs in Windows that write the tagged region, which differ in how they pad. */
public enum RegionWriter {
  /** Pads each blob to 8 bytes from the region's start and ends with the file. */
  OLDER,
  /**
   * Starts at a multiple of 512, pads nothing, and ends the chain with zeros, followed by slack.
   */
  NEWER
}
