package org.crashtag.pipeline;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;

/** The local storage, one call of which fails. Beam copies its steps, so the count is static. */
final class FaultyStorage implements Storage {
  private static final AtomicLong CALLS = new AtomicLong();
  private static volatile long faulty = Long.MAX_VALUE;
  private static volatile boolean happened;

  private final Storage local = new LocalStorage();

  /** Lets call number {@code call} fail, from 1. */
  static void failAt(long call) {
    CALLS.set(0);
    faulty = call;
    happened = false;
  }

  /** Whether there were so many calls. */
  static boolean happened() {
    return happened;
  }

  private static void step(String what, String path) throws IOException {
    if (CALLS.incrementAndGet() == faulty) {
      happened = true;
      throw new IOException("injected fault: " + what + " " + path);
    }
  }

  @Override
  public Optional<Entry> find(String path) throws IOException {
    step("find", path);
    return local.find(path);
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    step("list", folder);
    return local.list(folder);
  }

  @Override
  public String canonical(String path) throws IOException {
    step("canonical", path);
    return local.canonical(path);
  }

  @Override
  public SeekableByteChannel open(String path) throws IOException {
    step("open", path);
    return new FaultyChannel(local.open(path), path);
  }

  @Override
  public OutputStream create(String path) throws IOException {
    step("create", path);
    return new FilterOutputStream(local.create(path)) {
      @Override
      public void write(byte[] bytes, int from, int size) throws IOException {
        step("write", path);
        out.write(bytes, from, size);
      }

      @Override
      public void close() throws IOException {
        out.close();
        step("close", path);
      }
    };
  }

  @Override
  public void move(String from, String to) throws IOException {
    step("move", from);
    local.move(from, to);
  }

  @Override
  public void copy(String from, String to) throws IOException {
    step("copy", from);
    local.copy(from, to);
  }

  @Override
  public void delete(String path) throws IOException {
    step("delete", path);
    local.delete(path);
  }

  @Override
  public void force(String path) throws IOException {
    step("force", path);
    local.force(path);
  }

  @Override
  public Optional<Closeable> lock(String path, String content) throws IOException {
    step("lock", path);
    return local.lock(path, content);
  }

  /** A channel whose reads count as calls. */
  private record FaultyChannel(SeekableByteChannel channel, String path)
      implements SeekableByteChannel {
    @Override
    public int read(ByteBuffer into) throws IOException {
      step("read", path);
      return channel.read(into);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      return channel.write(from);
    }

    @Override
    public long position() throws IOException {
      return channel.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
      channel.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
      return channel.truncate(size);
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
