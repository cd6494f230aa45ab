package org.crashtag.decode.messages;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.crashtag.bytes.Guid;
import org.crashtag.storage.Storage;

/**
 * A catalog in its file. Only its directory is kept in memory; a block is read when one of its
 * messages is needed. Big-endian.
 *
 * <pre>
 * blocks, back to back   directory   u64 offset of the directory   u32 its bytes   u32 magic
 * </pre>
 *
 * <p>Blocks and directory are compressed in zlib's format, which has a checksum.
 */
final class CatalogFile {
  static final int MAGIC = 0x43545831;
  private static final int TAIL_BYTES = 16;

  private final Storage storage;
  private final String path;
  private final CatalogDirectory directory;

  private CatalogFile(Storage storage, String path, CatalogDirectory directory) {
    this.storage = storage;
    this.path = path;
    this.directory = directory;
  }

  /**
   * Opens a catalog.
   *
   * @throws IOException if it cannot be read, is truncated or damaged, or has another version
   */
  static CatalogFile open(Storage storage, String path) throws IOException {
    try (SeekableByteChannel channel = storage.open(path)) {
      long tail = channel.size() - TAIL_BYTES;
      ByteBuffer end = ByteBuffer.wrap(read(channel, tail, TAIL_BYTES));
      long offset = end.getLong(0);
      int length = end.getInt(8);
      if (end.getInt(12) != MAGIC || offset < 0 || length < 0 || offset != tail - length) {
        throw damaged(path);
      }
      // Read completely, so that the checksum is verified before any number is used.
      try (InputStream in = inflated(read(channel, offset, length))) {
        byte[] bytes = in.readAllBytes();
        DataInputStream directory = new DataInputStream(new ByteArrayInputStream(bytes));
        return new CatalogFile(storage, path, CatalogDirectory.read(directory));
      }
    }
  }

  private static IOException damaged(String path) {
    return new IOException(path + " is damaged; remove it");
  }

  CatalogDirectory directory() {
    return directory;
  }

  String path() {
    return path;
  }

  /**
   * The blocks of each GUID, each once, in the order of their sources: the first message that fits
   * is used, but the last definition of an event.
   */
  Map<Guid, int[]> blocks(boolean ofManifests) {
    Map<Guid, int[]> blocks = new HashMap<>();
    for (CatalogDirectory.Source source : directory.sources()) {
      if ((source.kind() == SourceFiles.Kind.MANIFEST) == ofManifests) {
        for (CatalogDirectory.Use use : source.uses()) {
          int[] before = blocks.getOrDefault(use.guid(), new int[0]);
          blocks.put(use.guid(), added(before, use.block(), ofManifests));
        }
      }
    }
    return blocks;
  }

  private static int[] added(int[] before, int block, boolean moves) {
    int[] others = IntStream.of(before).filter(other -> other != block).toArray();
    if (others.length < before.length && !moves) {
      return before;
    }
    int[] all = Arrays.copyOf(others, others.length + 1);
    all[others.length] = block;
    return all;
  }

  /** The bytes of a block. */
  byte[] block(int number) throws IOException {
    CatalogDirectory.Block block = directory.blocks().get(number);
    try (InputStream in = inflated(compressed(number))) {
      byte[] bytes = in.readAllBytes();
      if (bytes.length != block.bytes()) {
        throw damaged(path);
      }
      return bytes;
    }
  }

  /** The bytes of a block as they are in the file. */
  byte[] compressed(int number) throws IOException {
    CatalogDirectory.Block block = directory.blocks().get(number);
    try (SeekableByteChannel channel = storage.open(path)) {
      return read(channel, block.offset(), block.length());
    }
  }

  private static byte[] read(SeekableByteChannel channel, long offset, int length)
      throws IOException {
    if (offset < 0 || length > channel.size() - offset) {
      throw new EOFException("the catalog of texts is truncated");
    }
    byte[] bytes = new byte[length];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    channel.position(offset);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the catalog of texts is truncated");
      }
    }
    return bytes;
  }

  private static InputStream inflated(byte[] compressed) {
    return new InflaterInputStream(new ByteArrayInputStream(compressed));
  }

  /** Compresses bytes for the file. */
  static byte[] deflated(byte[] bytes) throws IOException {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      ByteArrayOutputStream compressed = new ByteArrayOutputStream();
      try (DeflaterOutputStream out = new DeflaterOutputStream(compressed, deflater)) {
        out.write(bytes);
      }
      return compressed.toByteArray();
    } finally {
      deflater.end();
    }
  }
}
