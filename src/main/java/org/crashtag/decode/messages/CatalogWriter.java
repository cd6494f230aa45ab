package org.crashtag.decode.messages;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.crashtag.bytes.Sha256;
import org.crashtag.decode.messages.CatalogDirectory.Block;
import org.crashtag.decode.messages.CatalogDirectory.Hash;

/**
 * Writes a catalog block by block; only the positions of blocks are kept in memory. Equal blocks
 * are stored once.
 */
final class CatalogWriter {
  private final OutputStream out;
  private final MessageDigest digest = Sha256.digest();
  private final List<Block> blocks = new ArrayList<>();
  private final Map<Hash, Integer> numbers = new HashMap<>();
  private long offset;

  CatalogWriter(OutputStream out) {
    this.out = out;
  }

  /** Adds a block and returns its number. */
  int add(byte[] bytes) throws IOException {
    ByteBuffer sha = ByteBuffer.wrap(digest.digest(bytes));
    Hash hash = new Hash(sha.getLong(0), sha.getLong(8));
    Integer known = numbers.get(hash);
    return known != null ? known : add(hash, CatalogFile.deflated(bytes), bytes.length);
  }

  /** Adds a block of another catalog and returns its number in this one. */
  int copy(CatalogFile other, int number) throws IOException {
    Block block = other.directory().blocks().get(number);
    Integer known = numbers.get(block.hash());
    return known != null ? known : add(block.hash(), other.compressed(number), block.bytes());
  }

  private int add(Hash hash, byte[] compressed, int bytes) throws IOException {
    out.write(compressed);
    int number = blocks.size();
    blocks.add(new Block(hash, offset, compressed.length, bytes));
    numbers.put(hash, number);
    offset += compressed.length;
    return number;
  }

  /** The key that identifies a block. */
  Hash hash(int block) {
    return blocks.get(block).hash();
  }

  List<Block> blocks() {
    return List.copyOf(blocks);
  }

  /** Finishes the file. */
  void finish(CatalogDirectory directory) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    directory.write(new DataOutputStream(bytes));
    byte[] compressed = CatalogFile.deflated(bytes.toByteArray());
    out.write(compressed);
    DataOutputStream tail = new DataOutputStream(out);
    tail.writeLong(offset);
    tail.writeInt(compressed.length);
    tail.writeInt(CatalogFile.MAGIC);
    tail.flush();
  }
}
