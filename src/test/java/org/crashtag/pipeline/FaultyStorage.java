package org.crashtag.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.testing.ForwardingStorage;

/**
 * The local storage, a call of which fails, or ends the process. Beam copies its steps, so the
 * count is static.
 */
final class FaultyStorage extends ForwardingStorage {
  /** How a call fails. */
  enum Fault {
    /** The call did nothing. */
    BEFORE,
    /** The call was done, but its result was lost. */
    BEHIND,
    /** The call did nothing, and neither do later ones: the file system is gone. */
    LOST
  }

  /** The exit code of a process that a call ended. */
  static final int HALTED = 77;

  private static final List<String> CALLS = Collections.synchronizedList(new ArrayList<>());
  private static volatile int faulty = Integer.MAX_VALUE;
  private static volatile Fault fault = Fault.BEFORE;
  private static volatile boolean halting;

  private FaultyStorage() {
    super(new LocalStorage());
  }

  private static Storage of() {
    return new FaultyStorage();
  }

  /** Makes storages whose call number {@code call}, from 1, fails. */
  static StorageFactory failingAt(int call, Fault how) {
    CALLS.clear();
    faulty = call;
    fault = how;
    halting = false;
    return FaultyStorage::of;
  }

  /**
   * Makes storages that end the process silently at call number {@code call}, and print each call.
   */
  static StorageFactory haltingAt(int call, Fault when) {
    StorageFactory storages = failingAt(call, when);
    halting = true;
    return storages;
  }

  /** Makes storages that only record their calls. */
  static StorageFactory noting() {
    return failingAt(Integer.MAX_VALUE, Fault.BEFORE);
  }

  /** What was called since, each as its name and its paths. */
  static List<String> calls() {
    return List.copyOf(CALLS);
  }

  /** Something that a call does. */
  private interface Step<T> {
    T run() throws IOException;
  }

  private static <T> T step(String name, String path, Step<T> step) throws IOException {
    int call;
    synchronized (CALLS) {
      CALLS.add(name + " " + path);
      call = CALLS.size();
      if (halting) {
        System.out.println(name + " " + path);
      }
    }
    IOException injected = new IOException("injected fault: " + name + " " + path);
    boolean fails = fault == Fault.LOST ? call >= faulty : call == faulty;
    if (fails && fault != Fault.BEHIND) {
      haltWhereAsked();
      throw injected;
    }
    T result = step.run();
    if (fails) {
      haltWhereAsked();
      if (result instanceof Closeable closeable) {
        closeable.close();
      }
      throw injected;
    }
    return result;
  }

  private static void haltWhereAsked() {
    if (halting) {
      Runtime.getRuntime().halt(HALTED);
    }
  }

  private interface Effect {
    void run() throws IOException;
  }

  private static void effect(String name, String path, Effect effect) throws IOException {
    step(
        name,
        path,
        () -> {
          effect.run();
          return name;
        });
  }

  @Override
  public Optional<Entry> find(String path) throws IOException {
    return step("find", path, () -> super.find(path));
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    return step("list", folder, () -> super.list(folder));
  }

  @Override
  public String canonical(String path) throws IOException {
    return step("canonical", path, () -> super.canonical(path));
  }

  @Override
  public SeekableByteChannel open(String path) throws IOException {
    SeekableByteChannel channel = step("open", path, () -> super.open(path));
    return new ForwardingChannel(channel) {
      @Override
      public int read(ByteBuffer into) throws IOException {
        return step("read", path, () -> super.read(into));
      }
    };
  }

  @Override
  public OutputStream create(String path) throws IOException {
    OutputStream stream = step("create", path, () -> super.create(path));
    return new FilterOutputStream(stream) {
      private boolean closed;

      @Override
      public void write(byte[] bytes, int from, int size) throws IOException {
        effect("write", path, () -> out.write(bytes, from, size));
      }

      /** What can't be written is lost, but the file is closed. */
      @Override
      public void close() throws IOException {
        if (!closed) {
          closed = true;
          try {
            effect("close", path, () -> {});
          } finally {
            out.close();
          }
        }
      }
    };
  }

  @Override
  public Optional<Versioned> read(String path, int limit) throws IOException {
    return step("read", path, () -> super.read(path, limit));
  }

  @Override
  public void put(String path, byte[] bytes) throws IOException {
    effect("put", path, () -> super.put(path, bytes));
  }

  /** Notes have another name than manifests. */
  @Override
  public boolean createOnce(String path, byte[] bytes) throws IOException {
    String name = new String(bytes, UTF_8).contains("\"note\"") ? "note" : "createOnce";
    return step(name, path, () -> super.createOnce(path, bytes));
  }

  @Override
  public void delete(String path) throws IOException {
    effect("delete", path, () -> super.delete(path));
  }

  @Override
  public void force(String path) throws IOException {
    effect("force", path, () -> super.force(path));
  }

  @Override
  public Optional<Closeable> lock(String path, String content) throws IOException {
    Optional<Closeable> lock = super.lock(path, content);
    try {
      return step("lock", path, () -> lock);
    } catch (IOException e) {
      // The system gives back what a process without an answer can't.
      if (lock.isPresent()) {
        lock.get().close();
      }
      throw e;
    }
  }
}
