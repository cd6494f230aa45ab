package org.crashtag.source.cab;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import org.crashtag.bytes.Reason;

/** One folder's decoded bytes, read forward. After a failure the reader is unusable. */
final class FolderReader implements AutoCloseable {
  private final CabinetInput input;
  private final CabinetFolder folder;
  private final int reserve;
  private final WorkLimit work;
  private final BlockDecoder decoder;
  private long nextBlock;
  private int blocksRead;
  private long decoded;
  private int blockEnd;
  private int blockLeft;

  /**
   * @param reserve bytes after each block's header
   */
  FolderReader(
      CabinetInput input, CabinetFolder folder, int reserve, WorkLimit work, BlockDecoder decoder) {
    this.input = input;
    this.folder = folder;
    this.reserve = reserve;
    this.work = work;
    this.decoder = decoder;
    this.nextBlock = folder.dataOffset();
  }

  CabinetFolder folder() {
    return folder;
  }

  /** How many of the folder's bytes were read or skipped. */
  long position() {
    return decoded - blockLeft;
  }

  /** Reads at least one byte and at most {@code size}, which is not 0. */
  int read(byte[] into, int at, int size) throws IOException {
    int count = Math.min(size, present());
    System.arraycopy(decoder.output(), blockEnd - blockLeft, into, at, count);
    blockLeft -= count;
    return count;
  }

  /** Decodes and discards {@code size} bytes. */
  void skip(long size) throws IOException {
    long left = size;
    while (left > 0) {
      int count = (int) Math.min(left, present());
      blockLeft -= count;
      left -= count;
    }
  }

  private int present() throws IOException {
    if (blockLeft == 0) {
      decodeNext();
    }
    return blockLeft;
  }

  private void decodeNext() throws IOException {
    verify(
        blocksRead < folder.blocks(),
        Reason.CORRUPT,
        nextBlock,
        "the folder ends at its byte " + decoded + ", before the member does");
    DataBlock block = DataBlock.read(input, nextBlock, reserve);
    work.spend(block);
    decoder.decode(block);
    nextBlock = block.end();
    blocksRead++;
    decoded += block.bytes();
    blockLeft = block.bytes();
    blockEnd = decoder.outputStart() + block.bytes();
  }

  @Override
  public void close() {
    decoder.close();
  }
}
