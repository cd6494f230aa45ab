package org.crashtag.store;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.crashtag.bytes.Crc32c;
import org.crashtag.storage.Storage;

/**
 * Writes an index as one file.
 *
 * <pre>
 * the slices, ascending, one after the other
 * the table:  for each slice:  0x00 u8 its number  0x01 i64 its offset  0x09 i64 its bytes
 *                              0x11 u32 CRC-32C of its bytes
 * the end:    i64 the table's offset  u32 CRC-32C of the table and this offset    all big endian
 * </pre>
 */
final class IndexWriter implements Closeable {
  static final int ENTRY_BYTES = 21;
  static final int END_BYTES = 12;

  private final Storage storage;
  private final String output;
  private final String path;
  private final CheckedOutputStream out;
  private final ByteArrayOutputStream table = new ByteArrayOutputStream();
  private long offset;

  /**
   * Begins a file.
   *
   * @param path below the output folder
   */
  IndexWriter(Storage storage, String output, String path) throws IOException {
    this.storage = storage;
    this.output = output;
    this.path = path;
    this.out =
        new CheckedOutputStream(
            new BufferedOutputStream(storage.create(output + "/" + path)), new CRC32C());
  }

  /** Writes a slice; their numbers ascend. */
  void write(int number, byte[] slice) throws IOException {
    DataOutputStream entry = new DataOutputStream(table);
    entry.writeByte(number);
    entry.writeLong(offset);
    entry.writeLong(slice.length);
    entry.writeInt(Crc32c.value(slice, 0, slice.length));
    out.write(slice);
    offset += slice.length;
  }

  /** Ends the file and forces it to disk, with its name. */
  Manifest.IndexFile finish() throws IOException {
    new DataOutputStream(table).writeLong(offset);
    byte[] bytes = table.toByteArray();
    DataOutputStream end = new DataOutputStream(out);
    end.write(bytes);
    end.writeInt(Crc32c.value(bytes, 0, bytes.length));
    end.flush();
    out.close();
    storage.force(output + "/" + path);
    storage.force(OutputFolder.indexFolder(output));
    String checksum = Crc32c.text((CRC32C) out.getChecksum());
    return new Manifest.IndexFile(path, offset + bytes.length + Integer.BYTES, checksum);
  }

  /** Frees what is open; a file that wasn't finished is worth nothing. */
  @Override
  public void close() throws IOException {
    out.close();
  }
}
