package org.crashtag.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.crashtag.bytes.Crc32c;
import org.crashtag.storage.Storage;

/** Reads and copies whole parts. */
public final class PartFiles {
  private static final int BUFFER_BYTES = 256 << 10;

  private PartFiles() {}

  /** The checksum of a file: 8 hex digits. */
  static String checksum(Storage storage, String path) throws IOException {
    CRC32C checksum = new CRC32C();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream stream = Channels.newInputStream(storage.open(path))) {
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        checksum.update(buffer, 0, count);
      }
    }
    return Crc32c.text(checksum);
  }

  /**
   * Copies a part to a path where nothing is, and forces it to disk.
   *
   * @return its checksum: 8 hex digits
   */
  public static String copy(InputStream from, Storage storage, String to) throws IOException {
    CRC32C checksum = new CRC32C();
    try (OutputStream out = new CheckedOutputStream(storage.create(to), checksum)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
        out.write(buffer, 0, count);
      }
    }
    storage.force(to);
    return Crc32c.text(checksum);
  }
}
