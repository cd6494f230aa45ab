package org.crashtag.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.crashtag.storage.Storage;

/**
 * The slices of one index folder, each with its checksum, so that one that is missing, cut or
 * changed is told from one that was never there.
 *
 * <pre>
 * contents:  for each slice, ascending:  0x00 u8 its number  0x01 i64 its bytes  0x09 u32 CRC-32C
 *            at the end:                 u32 CRC-32C of all before           all big endian
 * </pre>
 */
final class IndexContents {
  /** The file's name. */
  static final String NAME = "contents";

  private static final int ENTRY_BYTES = 13;
  private static final int CHECKSUM_BYTES = 4;

  private record Slice(long bytes, int checksum) {}

  private final Storage storage;
  private final String folder;
  private final TreeMap<Integer, Slice> slices = new TreeMap<>();

  /** Of a folder that is to be written. */
  IndexContents(Storage storage, String folder) {
    this.storage = storage;
    this.folder = folder;
  }

  /**
   * Of a folder that was written.
   *
   * @throws IndexDamageException if the file is missing, cut or changed
   */
  static IndexContents read(Storage storage, String folder) throws IOException {
    String path = folder + "/" + NAME;
    if (storage.find(path).isEmpty()) {
      throw new IndexDamageException(path, "missing");
    }
    byte[] bytes = bytes(storage, path);
    int end = bytes.length - CHECKSUM_BYTES;
    if (end < 0 || end % ENTRY_BYTES != 0) {
      throw new IndexDamageException(path, "cut");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (buffer.getInt(end) != checksum(bytes, end)) {
      throw new IndexDamageException(path, "changed");
    }
    IndexContents contents = new IndexContents(storage, folder);
    while (buffer.position() < end) {
      int number = buffer.get();
      contents.slices.put(number, new Slice(buffer.getLong(), buffer.getInt()));
    }
    return contents;
  }

  private static byte[] bytes(Storage storage, String path) throws IOException {
    try (InputStream stream = Channels.newInputStream(storage.open(path))) {
      return stream.readAllBytes();
    }
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }

  private String path(int slice) {
    return folder + "/" + Index.sliceName(slice);
  }

  /** Writes a slice and forces it to disk. */
  void write(int slice, byte[] bytes) throws IOException {
    writeFile(path(slice), bytes);
    slices.put(slice, new Slice(bytes.length, checksum(bytes, bytes.length)));
  }

  private void writeFile(String path, byte[] bytes) throws IOException {
    try (OutputStream stream = storage.create(path)) {
      stream.write(bytes);
    }
    storage.force(path);
  }

  /** Writes what the slices are, after the last of them, and forces the folder to disk. */
  void finish() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (Map.Entry<Integer, Slice> slice : slices.entrySet()) {
      out.writeByte(slice.getKey());
      out.writeLong(slice.getValue().bytes);
      out.writeInt(slice.getValue().checksum);
    }
    out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
    writeFile(folder + "/" + NAME, bytes.toByteArray());
    storage.force(folder);
  }

  /**
   * A slice's bytes; none if it was never written.
   *
   * @throws IndexDamageException if the file isn't what was written
   */
  byte[] slice(int number) throws IOException {
    Slice slice = slices.get(number);
    if (slice == null) {
      return new byte[0];
    }
    String path = path(number);
    if (storage.find(path).isEmpty()) {
      throw new IndexDamageException(path, "missing");
    }
    byte[] bytes = bytes(storage, path);
    if (bytes.length != slice.bytes) {
      throw new IndexDamageException(path, bytes.length + " bytes instead of " + slice.bytes);
    }
    if (checksum(bytes, bytes.length) != slice.checksum) {
      throw new IndexDamageException(path, "changed");
    }
    return bytes;
  }

  /** Reads all slices. */
  void verify() throws IOException {
    for (int number : slices.keySet()) {
      slice(number);
    }
  }
}
