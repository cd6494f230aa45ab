package org.crashtag.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import org.crashtag.storage.Storage;

/** Forwards every call; a test overrides those that it observes or lets fail. */
public class ForwardingStorage implements Storage {
  private final Storage storage;

  public ForwardingStorage(Storage storage) {
    this.storage = storage;
  }

  @Override
  public Optional<Entry> find(String path) throws IOException {
    return storage.find(path);
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    return storage.list(folder);
  }

  @Override
  public String canonical(String path) throws IOException {
    return storage.canonical(path);
  }

  @Override
  public SeekableByteChannel open(String path) throws IOException {
    return storage.open(path);
  }

  @Override
  public OutputStream create(String path) throws IOException {
    return storage.create(path);
  }

  @Override
  public Optional<Versioned> read(String path, int limit) throws IOException {
    return storage.read(path, limit);
  }

  @Override
  public void put(String path, byte[] bytes) throws IOException {
    storage.put(path, bytes);
  }

  @Override
  public boolean createOnce(String path, byte[] bytes) throws IOException {
    return storage.createOnce(path, bytes);
  }

  @Override
  public boolean replaceIf(String path, byte[] bytes, String tag) throws IOException {
    return storage.replaceIf(path, bytes, tag);
  }

  @Override
  public void delete(String path) throws IOException {
    storage.delete(path);
  }

  @Override
  public void force(String path) throws IOException {
    storage.force(path);
  }

  @Override
  public Optional<Closeable> lock(String path, String content) throws IOException {
    return storage.lock(path, content);
  }
}
