package org.crashtag.layout.pdb;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * The container of a PDB, "multi-stream file" 7.0: blocks of equal size, and a list of blocks for
 * each stream.
 *
 * <pre>
 * super block                         stream directory
 *   +0x00  32 bytes  magic              u32             streams
 *   +0x20  u32  bytes in a block        u32 * streams   bytes of each; 0xFFFFFFFF: none
 *   +0x24  u32  free block map          u32 * ...       blocks of stream 0, then of 1, ...
 *   +0x28  u32  blocks in the file
 *   +0x2C  u32  bytes of the directory
 *   +0x30  u32  unknown
 *   +0x34  u32 * n  blocks with the numbers of the directory's blocks
 * </pre>
 *
 * Source: LLVM's documentation "The MSF File Format" (Apache-2.0 with LLVM exceptions), and
 * microsoft/microsoft-pdb (MIT) for the list at +0x34 with more than one entry.
 */
final class MsfFile {
  private static final String MAGIC = "Microsoft C/C++ MSF 7.00\r\n\u001ADS\0\0\0";
  private static final String MAGIC_2 = "Microsoft C/C++ program database 2.00\r\n";
  private static final String MAGIC_COMPRESSED = "Microsoft MSFZ Container";
  private static final String MAGIC_PORTABLE = "BSJB";
  private static final int BLOCK_BYTES = 0x20;
  private static final int BLOCKS = 0x28;
  private static final int DIRECTORY_BYTES = 0x2C;
  private static final int DIRECTORY_MAP = 0x34;

  private static final int LEAST_BLOCK_BYTES = 512;
  private static final int MOST_BLOCK_BYTES = 1 << 16;

  /** With the usual 4 KB blocks, this is 256 GB. */
  private static final int MOST_BLOCKS = 1 << 26;

  private static final int MOST_CACHED_BYTES = 4 << 20;

  private final SeekableByteChannel channel;
  private final int blockBytes;
  private final int blocks;
  private final MsfStream directory;
  private final Map<Integer, byte[]> cache;

  /** Position in the directory of each stream's block numbers; null until needed. */
  private long[] blockLists;

  /** Reads the super block and locates the directory; streams are read on demand. */
  MsfFile(SeekableByteChannel channel) throws IOException {
    this.channel = channel;
    Bytes head = readFile(0, (int) Math.min(LEAST_BLOCK_BYTES, channel.size()));
    verifyMagic(head);
    long claimedBlockBytes = head.u32(BLOCK_BYTES);
    verify(
        claimedBlockBytes >= LEAST_BLOCK_BYTES
            && claimedBlockBytes <= MOST_BLOCK_BYTES
            && Long.bitCount(claimedBlockBytes) == 1,
        Reason.CORRUPT,
        BLOCK_BYTES,
        "blocks of " + claimedBlockBytes + " bytes");
    blockBytes = (int) claimedBlockBytes;
    long claimedBlocks = head.u32(BLOCKS);
    verify(
        claimedBlocks * blockBytes <= channel.size(),
        Reason.TRUNCATED,
        channel.size(),
        "the PDB is truncated: " + channel.size() + " of " + claimedBlocks * blockBytes + " bytes");
    verify(claimedBlocks <= MOST_BLOCKS, Reason.LIMIT, BLOCKS, claimedBlocks + " blocks");
    blocks = (int) claimedBlocks;
    cache =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Integer, byte[]> eldest) {
            return size() > MOST_CACHED_BYTES / blockBytes;
          }
        };
    directory = directory(head);
  }

  private static void verifyMagic(Bytes head) {
    if (head.hasAscii(0, MAGIC)) {
      return;
    }
    String kind = null;
    if (head.hasAscii(0, MAGIC_2)) {
      kind = "PDBs in the older format 2.00 are not supported";
    } else if (head.hasAscii(0, MAGIC_COMPRESSED)) {
      kind = "compressed PDBs (MSFZ) are not supported";
    } else if (head.hasAscii(0, MAGIC_PORTABLE)) {
      kind = "a portable .NET PDB contains no C types";
    }
    throw kind == null
        ? new MalformedException(Reason.CORRUPT, 0, "not a PDB")
        : new MalformedException(Reason.UNSUPPORTED, 0, kind);
  }

  /** The blocks that contain the directory's block numbers are listed from +0x34 on. */
  private MsfStream directory(Bytes head) throws IOException {
    long bytes = head.u32(DIRECTORY_BYTES);
    verifyFits(bytes, DIRECTORY_BYTES, "the directory");
    int mapBytes = 4 * blocksOf(bytes);
    int mapBlocks = blocksOf(mapBytes);
    Bytes numbers = readFile(0, Math.min(blockBytes, DIRECTORY_MAP + 4 * mapBlocks));
    MsfStream map = stream(mapBytes, numbers.slice(DIRECTORY_MAP, 4 * mapBlocks));
    return stream(bytes, map.read(0, mapBytes));
  }

  private void verifyFits(long bytes, long offset, String what) {
    verify(
        bytes <= (long) blocks * blockBytes,
        Reason.CORRUPT,
        offset,
        what + " claims " + bytes + " bytes, more than the file has");
  }

  private int blocksOf(long bytes) {
    return (int) ((bytes + blockBytes - 1) / blockBytes);
  }

  private MsfStream stream(long bytes, Bytes numbers) {
    return new MsfStream(this, bytes, numbers);
  }

  /**
   * Opens a stream by its number.
   *
   * @param what description for messages
   * @throws MalformedException if there is no such stream
   */
  MsfStream stream(int number, String what) throws IOException {
    long streams = directory.read(0, 4).u32(0);
    verify(
        number < streams,
        Reason.CORRUPT,
        directory.fileOffset(0),
        what + " is stream " + number + " of " + streams);
    if (blockLists == null) {
      blockLists = blockLists(streams);
    }
    long bytes = streamBytes(number);
    return stream(bytes, directory.read(blockLists[number], 4 * blocksOf(bytes)));
  }

  /** A program has a stream for each source file, so lookups are frequent. */
  private long[] blockLists(long streams) throws IOException {
    verify(
        4 + 4 * streams <= directory.length(),
        Reason.CORRUPT,
        directory.fileOffset(0),
        streams + " streams in a directory of " + directory.length() + " bytes");
    long[] lists = new long[(int) streams];
    long at = 4 + 4 * streams;
    for (int i = 0; i < lists.length; i++) {
      lists[i] = at;
      at += 4L * blocksOf(streamBytes(i));
    }
    return lists;
  }

  private long streamBytes(int number) throws IOException {
    Bytes size = directory.read(4 + 4L * number, 4);
    long bytes = size.i32(0) == -1 ? 0 : size.u32(0);
    verifyFits(bytes, size.offset(), "stream " + number);
    return bytes;
  }

  int blockBytes() {
    return blockBytes;
  }

  int blocks() {
    return blocks;
  }

  /** The bytes of a block, which must not be modified. */
  byte[] block(int number) throws IOException {
    byte[] block = cache.get(number);
    if (block == null) {
      block = readFile((long) number * blockBytes, blockBytes).toArray();
      cache.put(number, block);
    }
    return block;
  }

  private Bytes readFile(long offset, int size) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(size);
    channel.position(offset);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new MalformedException(
            Reason.TRUNCATED, offset + buffer.position(), "the PDB is truncated");
      }
    }
    return Bytes.of(buffer.array(), 0, size, offset);
  }
}
