package org.crashtag.pipeline;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.testing.ForwardingStorage;

/** The local storage on a disk that has room for a number of bytes. Beam copies its steps. */
final class FullStorage extends ForwardingStorage {
  static final String MESSAGE = "No space left on device";

  private static final AtomicLong ROOM = new AtomicLong();

  private FullStorage() {
    super(new LocalStorage());
  }

  /** Makes storages that share a disk with room for {@code bytes}. */
  static StorageFactory withRoomFor(long bytes) {
    ROOM.set(bytes);
    return FullStorage::of;
  }

  private static Storage of() {
    return new FullStorage();
  }

  private static void take(long bytes) throws IOException {
    if (ROOM.addAndGet(-bytes) < 0) {
      throw new IOException(MESSAGE);
    }
  }

  @Override
  public OutputStream create(String path) throws IOException {
    return new FilterOutputStream(super.create(path)) {
      @Override
      public void write(int value) throws IOException {
        take(1);
        out.write(value);
      }

      @Override
      public void write(byte[] bytes, int from, int size) throws IOException {
        take(size);
        out.write(bytes, from, size);
      }
    };
  }

  @Override
  public void put(String path, byte[] bytes) throws IOException {
    take(bytes.length);
    super.put(path, bytes);
  }

  @Override
  public boolean createOnce(String path, byte[] bytes) throws IOException {
    take(bytes.length);
    return super.createOnce(path, bytes);
  }
}
