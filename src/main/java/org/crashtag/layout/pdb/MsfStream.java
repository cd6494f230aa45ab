package org.crashtag.layout.pdb;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.util.BitSet;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/** One stream of a PDB: bytes scattered over blocks of the file, read on demand. */
final class MsfStream {
  private final MsfFile file;
  private final long length;
  private final int[] blocks;

  /**
   * Creates a stream; takes ownership of the block numbers.
   *
   * @param length in bytes
   * @param numbers block numbers, u32 each
   */
  MsfStream(MsfFile file, long length, Bytes numbers) {
    this.file = file;
    this.length = length;
    this.blocks = new int[numbers.length() / 4];
    BitSet used = new BitSet();
    for (int i = 0; i < blocks.length; i++) {
      long number = numbers.u32(4 * i);
      long offset = numbers.offset() + 4L * i;
      // The first block is reserved for the file.
      verify(
          number > 0 && number < file.blocks(),
          Reason.CORRUPT,
          offset,
          "a stream uses a block that does not exist");
      blocks[i] = (int) number;
      verify(!used.get(blocks[i]), Reason.CORRUPT, offset, "a stream uses a block twice");
      used.set(blocks[i]);
    }
  }

  /** Length in bytes. */
  long length() {
    return length;
  }

  /** File offset of a byte of the stream; the end of the stream is after its last byte. */
  long fileOffset(long at) {
    if (blocks.length == 0) {
      return 0;
    }
    int block = (int) Math.min(at / file.blockBytes(), blocks.length - 1);
    return (long) blocks[block] * file.blockBytes() + at - (long) block * file.blockBytes();
  }

  /**
   * Reads bytes at {@code at}, all of which must exist; the result has the file offset of the
   * first.
   */
  Bytes read(long at, int size) throws IOException {
    if (size < 0 || at < 0 || at > length - size) {
      throw new MalformedException(
          Reason.TRUNCATED,
          fileOffset(Math.max(0, Math.min(at, length))),
          size + " bytes needed at +" + at + " of a stream of " + length);
    }
    if (size == 0) {
      return Bytes.NONE;
    }
    int first = (int) (at / file.blockBytes());
    int from = (int) (at % file.blockBytes());
    if (from + size <= file.blockBytes()) {
      return Bytes.of(file.block(blocks[first]), from, size, fileOffset(at));
    }
    byte[] gathered = new byte[size];
    int filled = 0;
    while (filled < size) {
      int count = Math.min(size - filled, file.blockBytes() - from);
      System.arraycopy(file.block(blocks[first++]), from, gathered, filled, count);
      filled += count;
      from = 0;
    }
    return Bytes.of(gathered, 0, size, fileOffset(at));
  }
}
