package org.crashtag.storage;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/** A channel over a network, for readers that know which bytes they need. */
public interface RangedChannel extends SeekableByteChannel {
  /**
   * Reads a range, and nothing beyond it, with one request.
   *
   * @return {@code size} bytes, or fewer if the file ends earlier
   */
  byte[] range(long offset, int size) throws IOException;
}
