package org.crashtag.source.cab;

import java.io.IOException;
import java.io.InputStream;

/** One way to pack a folder. An instance packs one folder. */
public interface FolderEncoder {
  /** What a block holds, but for the last one. */
  int BLOCK_BYTES = 32_768;

  /** Takes the folder's blocks, in order. */
  interface Sink {
    /**
     * Takes the next one.
     *
     * @param packed what is stored
     * @param bytes what it unpacks to
     */
    void block(byte[] packed, int bytes) throws IOException;
  }

  /** As the folder's entry has it. */
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
