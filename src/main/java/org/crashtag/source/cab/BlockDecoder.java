package org.crashtag.source.cab;

/** Unpacks the blocks of one folder, in order. */
interface BlockDecoder extends AutoCloseable {
  /**
   * Unpacks the folder's next block to {@link DataBlock#bytes} bytes. After a failure the decoder
   * is of no more use.
   */
  void decode(DataBlock block);

  /** Holds what the last block unpacked to, until the next one is unpacked. */
  byte[] output();

  /** Where in {@link #output} it starts. */
  int outputStart();

  @Override
  void close();
}
