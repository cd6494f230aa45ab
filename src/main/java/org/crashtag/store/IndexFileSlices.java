package org.crashtag.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.TreeMap;
import org.crashtag.bytes.Crc32c;
import org.crashtag.storage.Storage;

/** Reads an index that {@link IndexWriter} wrote. */
final class IndexFileSlices implements Slices {
  /** A file up to this length is read at once. */
  private static final int SMALL_BYTES = 1 << 20;

  private record Slice(long offset, long bytes, int checksum) {}

  private final String path;
  private final long length;

  /** The whole file, if it is small; null otherwise. */
  private final byte[] whole;

  /** Open if the file isn't small; null otherwise. */
  private final SeekableByteChannel channel;

  private final TreeMap<Integer, Slice> slices = new TreeMap<>();

  private IndexFileSlices(String path, long length, byte[] whole, SeekableByteChannel channel) {
    this.path = path;
    this.length = length;
    this.whole = whole;
    this.channel = channel;
  }

  /**
   * Opens an index.
   *
   * @throws IndexDamageException if the file isn't what was written
   */
  static IndexFileSlices open(Storage storage, String output, Manifest.IndexFile file)
      throws IOException {
    String path = output + "/" + file.path();
    if (file.bytes() <= SMALL_BYTES) {
      return small(storage, path, file);
    }
    Optional<Storage.Entry> there = storage.find(path);
    if (there.isEmpty()) {
      throw new IndexDamageException(path, "missing");
    }
    checkLength(path, there.get().length(), file.bytes());
    SeekableByteChannel channel = storage.open(path);
    try {
      IndexFileSlices opened = new IndexFileSlices(path, file.bytes(), null, channel);
      opened.readTable();
      return opened;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static IndexFileSlices small(Storage storage, String path, Manifest.IndexFile file)
      throws IOException {
    Optional<Storage.Versioned> there = storage.read(path, 2 * SMALL_BYTES);
    if (there.isEmpty()) {
      throw new IndexDamageException(path, "missing");
    }
    byte[] bytes = there.get().bytes();
    checkLength(path, bytes.length, file.bytes());
    if (!Crc32c.text(bytes).equals(file.crc32c())) {
      throw new IndexDamageException(path, "changed");
    }
    IndexFileSlices opened = new IndexFileSlices(path, bytes.length, bytes, null);
    opened.readTable();
    return opened;
  }

  private static void checkLength(String path, long found, long written) throws IOException {
    if (found != written) {
      throw new IndexDamageException(path, found + " bytes instead of " + written);
    }
  }

  private void readTable() throws IOException {
    if (length < IndexWriter.END_BYTES) {
      throw new IndexDamageException(path, "cut");
    }
    long start = ByteBuffer.wrap(bytes(length - IndexWriter.END_BYTES, Long.BYTES)).getLong();
    long end = length - Integer.BYTES;
    long bytes = end - start - Long.BYTES;
    if (start < 0
        || bytes < 0
        || bytes > (long) IndexEntry.SLICES * IndexWriter.ENTRY_BYTES
        || bytes % IndexWriter.ENTRY_BYTES != 0) {
      throw new IndexDamageException(path, "changed");
    }
    byte[] stored = bytes(start, (int) (length - start));
    ByteBuffer table = ByteBuffer.wrap(stored);
    int covered = stored.length - Integer.BYTES;
    if (table.getInt(covered) != Crc32c.value(stored, 0, covered)) {
      throw new IndexDamageException(path, "changed");
    }
    for (long entry = 0; entry < bytes / IndexWriter.ENTRY_BYTES; entry++) {
      int number = table.get();
      slices.put(number, new Slice(table.getLong(), table.getLong(), table.getInt()));
    }
  }

  private byte[] bytes(long offset, int count) throws IOException {
    byte[] bytes = new byte[count];
    if (whole != null) {
      System.arraycopy(whole, (int) offset, bytes, 0, count);
      return bytes;
    }
    channel.position(offset);
    if (Channels.newInputStream(channel).readNBytes(bytes, 0, count) < count) {
      throw new IndexDamageException(path, "cut");
    }
    return bytes;
  }

  @Override
  public byte[] slice(int number) throws IOException {
    Slice slice = slices.get(number);
    if (slice == null) {
      return new byte[0];
    }
    if (slice.offset < 0
        || slice.bytes < 0
        || slice.bytes > Integer.MAX_VALUE - Long.BYTES
        || slice.offset > length - slice.bytes) {
      throw new IndexDamageException(path, "changed");
    }
    byte[] bytes = bytes(slice.offset, (int) slice.bytes);
    if (Crc32c.value(bytes, 0, bytes.length) != slice.checksum) {
      throw new IndexDamageException(path, "changed");
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
