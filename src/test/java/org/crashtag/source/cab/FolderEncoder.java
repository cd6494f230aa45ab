package org.crashtag.source.cab;

import java.io.IOException;
import java.io.InputStream;

/** One way to pack a folder. An instance packs one folder. */
public interface FolderEncoder {
  /** The size of a block, except the last one. */
  int BLOCK_BYTES = 32_768;

  /** Receives the folder's blocks, in order. */
  interface Sink {
    /**
     * Receives the next block.
     *
     * @param packed the stored bytes
     * @param bytes the size of the unpacked bytes
     */
    void block(byte[] packed, int bytes) throws IOException;
  }

  /** The method in the folder's entry. */
  int method();

  /** Packs all of {@code content}. */
  void encode(InputStream content, Sink sink) throws IOException;

  /** Not packed. */
  static FolderEncoder stored() {
    return new FolderEncoder() {
      @Override
      public int method() {
        return 0;
      }

      @Override
      public void encode(InputStream content, Sink sink) throws IOException {
        for (byte[] block = content.readNBytes(BLOCK_BYTES);
            block.length > 0;
            block = content.readNBytes(BLOCK_BYTES)) {
          sink.block(block, block.length);
        }
      }
    };
  }
}
