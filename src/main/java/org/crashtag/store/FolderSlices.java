package org.crashtag.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.TreeMap;
import org.crashtag.bytes.Crc32c;
import org.crashtag.storage.Storage;

/**
 * The index of format 1: a folder with a file for each slice, and one with their checksums.
 *
 * <pre>
 * contents:  for each slice, ascending:  0x00 u8 its number  0x01 i64 its bytes  0x09 u32 CRC-32C
 *            at the end:                 u32 CRC-32C of all before           all big endian
 * </pre>
 */
final class FolderSlices implements Slices {
  private static final String NAME = "contents";
  private static final int ENTRY_BYTES = 13;
  private static final int CHECKSUM_BYTES = 4;
  private static final int MOST_BYTES = 1 << 30;

  private record Slice(long bytes, int checksum) {}

  private final Storage storage;
  private final String folder;
  private final TreeMap<Integer, Slice> slices = new TreeMap<>();

  private FolderSlices(Storage storage, String folder) {
    this.storage = storage;
    this.folder = folder;
  }

  /**
   * Opens the index in a folder.
   *
   * @throws IndexDamageException if the file of checksums is missing, cut or changed
   */
  static FolderSlices open(Storage storage, String folder) throws IOException {
    FolderSlices opened = new FolderSlices(storage, folder);
    String path = folder + "/" + NAME;
    byte[] bytes = opened.bytes(path);
    int end = bytes.length - CHECKSUM_BYTES;
    if (end < 0 || end % ENTRY_BYTES != 0) {
      throw new IndexDamageException(path, "cut");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (buffer.getInt(end) != Crc32c.value(bytes, 0, end)) {
      throw new IndexDamageException(path, "changed");
    }
    while (buffer.position() < end) {
      int number = buffer.get();
      opened.slices.put(number, new Slice(buffer.getLong(), buffer.getInt()));
    }
    return opened;
  }

  private byte[] bytes(String path) throws IOException {
    Optional<Storage.Versioned> file = storage.read(path, MOST_BYTES);
    if (file.isEmpty()) {
      throw new IndexDamageException(path, "missing");
    }
    return file.get().bytes();
  }

  @Override
  public byte[] slice(int number) throws IOException {
    Slice slice = slices.get(number);
    if (slice == null) {
      return new byte[0];
    }
    String path = folder + "/" + (number < 10 ? "0" : "") + number;
    byte[] bytes = bytes(path);
    if (bytes.length != slice.bytes) {
      throw new IndexDamageException(path, bytes.length + " bytes instead of " + slice.bytes);
    }
    if (Crc32c.value(bytes, 0, bytes.length) != slice.checksum) {
      throw new IndexDamageException(path, "changed");
    }
    return bytes;
  }

  @Override
  public void close() {
    // Each file is closed when it is read.
  }
}
