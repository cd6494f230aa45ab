package org.crashtag.source.cab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.Bytes;

/**
 * A run of blocks that are decoded as one: CFFOLDER of [MS-CAB] 2.2.
 *
 * <pre>
 *  0  u32  offset of the first block
 *  4  u16  blocks
 *  6  u16  method: bits 0-3 the kind, bits 8-12 for LZX the window's size as a power of two
 *  8  u8[] reserve area
 * </pre>
 *
 * @param dataOffset of its first block
 * @param blocks number of its blocks
 * @param method the raw number
 */
record CabinetFolder(long dataOffset, int blocks, int method) {
  private static final int ENTRY_BYTES = 8;

  private static final int MOST_STATED_BLOCKS = 0xFFFF;

  /** The values of {@link #kind}. */
  static final int STORED = 0;

  static final int MSZIP = 1;
  static final int QUANTUM = 2;
  static final int LZX = 3;

  /** Reads the folder table. */
  static List<CabinetFolder> readAll(CabinetInput input, CabinetHeader header) throws IOException {
    List<CabinetFolder> folders = new ArrayList<>();
    long offset = header.foldersOffset();
    for (int i = 0; i < header.folders(); i++) {
      Bytes entry = input.bytes(offset, ENTRY_BYTES);
      folders.add(new CabinetFolder(entry.u32(0), entry.u16(4), entry.u16(6)));
      offset += ENTRY_BYTES + header.folderReserve();
    }
    return folders;
  }

  /**
   * The folder with the number of blocks that a member of it needs. The field has 16 bits, and gcab
   * truncates larger numbers to it; 7-Zip reads such folders.
   *
   * @param end of the last member, in the folder's decoded bytes
   * @param room bytes of the cabinet that can contain the blocks
   * @param reserve bytes after each block's header
   */
  CabinetFolder reaching(long end, long room, int reserve) {
    long needed = (end + DataBlock.MOST_BYTES - 1) / DataBlock.MOST_BYTES;
    boolean wrapped =
        needed > MOST_STATED_BLOCKS
            && (needed & MOST_STATED_BLOCKS) == blocks
            && needed * (DataBlock.HEADER_BYTES + reserve + 1) <= room;
    return wrapped ? new CabinetFolder(dataOffset, (int) needed, method) : this;
  }

  /** How its blocks are packed. */
  int kind() {
    return method & 0xF;
  }

  /** LZX only: the window holds two to the power of this many bytes. */
  int windowBits() {
    return (method >> 8) & 0x1F;
  }

  /** The maximum total size of its blocks. */
  long mostBytes() {
    return (long) blocks * DataBlock.MOST_BYTES;
  }
}
