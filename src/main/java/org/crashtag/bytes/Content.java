package org.crashtag.bytes;

import java.io.Closeable;
import java.io.IOException;

/**
 * The bytes of one dump candidate: a file, or a member of an archive. They are read in ascending
 * order only, so that a stream can be used as well as a file.
 */
public interface Content extends Closeable {
  /** The result of {@link #length} while the end of a stream hasn't been reached. */
  long UNKNOWN_LENGTH = -1;

  /** In bytes, or {@link #UNKNOWN_LENGTH}. */
  long length();

  /**
   * Reads {@code size} bytes, or fewer if the content ends earlier.
   *
   * @param offset in the content, not below the end of the previous read
   * @return the number of bytes read
   */
  int read(long offset, byte[] into, int at, int size) throws IOException;

  /** The smaller of {@code offset} and the content's length. A stream is read up to there. */
  long reach(long offset) throws IOException;

  /** Bytes read from the underlying file or stream so far. */
  long bytesRead();
}
