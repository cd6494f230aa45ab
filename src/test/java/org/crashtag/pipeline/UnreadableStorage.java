package org.crashtag.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Map;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.testing.ForwardingStorage;

/**
 * The local storage, where some files can't be read from an offset on, however often it is tried.
 */
final class UnreadableStorage extends ForwardingStorage {
  private final Map<String, Long> offsets;

  private UnreadableStorage(Map<String, Long> offsets) {
    super(new LocalStorage());
    this.offsets = offsets;
  }

  /**
   * Makes such storages.
   *
   * @param offsets by a file's name, of the first byte that can't be read; negative if it can't
   *     even be opened
   */
  record Factory(Map<String, Long> offsets) implements StorageFactory {
    Factory {
      offsets = Map.copyOf(offsets);
    }

    @Override
    public Storage get() {
      return new UnreadableStorage(offsets);
    }
  }

  @Override
  public SeekableByteChannel open(String path) throws IOException {
    Long offset = offsets.get(path.substring(path.lastIndexOf('/') + 1));
    if (offset == null) {
      return super.open(path);
    }
    if (offset < 0) {
      throw new IOException("bad sector");
    }
    return new ForwardingChannel(super.open(path)) {
      @Override
      public int read(ByteBuffer into) throws IOException {
        if (position() + into.remaining() > offset) {
          throw new IOException("bad sector");
        }
        return super.read(into);
      }
    };
  }
}
