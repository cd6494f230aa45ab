package org.crashtag.source.cab;

/** Unpacks the blocks of one folder, in order. */
interface BlockDecoder extends AutoCloseable {
  /**
   * Unpacks the folder's next block to {@link DataBlock#bytes} bytes. After a failure the decoder
   * is unusable.
   */
  void decode(DataBlock block);

  /** Contains the last block's unpacked bytes, until the next one is unpacked. */
  byte[] output();

  /** The position in {@link #output} at which it starts. */
  int outputStart();

  @Override
  void close();
}
