package org.crashtag.testing;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.crashtag.storage.LocalStorage;

/**
 * The local storage on a machine that loses power: from one call on, no call does anything, and
 * what wasn't forced to disk is lost. A lost name takes with it what is below it; of bytes that
 * weren't forced, half are left. Beam copies its steps, so the state is static.
 */
public final class UnforcedStorage extends ForwardingStorage {
  private static final TreeSet<Path> NAMES = new TreeSet<>();
  private static final TreeSet<Path> BYTES = new TreeSet<>();
  private static int calls;
  private static int last;

  private UnforcedStorage() {
    super(new LocalStorage());
  }

  /** With the state of the last {@link #powered}. */
  public static UnforcedStorage of() {
    return new UnforcedStorage();
  }

  /** Begins with a disk that holds all that is there, and has power for a number of calls. */
  public static synchronized void powered(int count) {
    NAMES.clear();
    BYTES.clear();
    calls = 0;
    last = count;
  }

  /** Has power for a number of calls more. */
  public static synchronized void left(int count) {
    last = count == Integer.MAX_VALUE ? count : calls + count;
  }

  /** How many calls there were. */
  public static synchronized int calls() {
    return calls;
  }

  /** What would be lost now. */
  public static synchronized List<Path> unforced() {
    TreeSet<Path> all = new TreeSet<>(NAMES);
    all.addAll(BYTES);
    return List.copyOf(all);
  }

  /** Loses what wasn't forced. */
  public static synchronized void lose() throws IOException {
    for (Path name : NAMES) {
      new LocalStorage().delete(name.toString());
    }
    for (Path file : BYTES) {
      if (Files.exists(file)) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(channel.size() / 2);
        }
      }
    }
  }

  private static synchronized void call() throws IOException {
    calls++;
    if (calls > last) {
      throw new IOException("the power is off");
    }
  }

  private static Path path(String path) {
    return Path.of(path).toAbsolutePath();
  }

  /** The names that a call is about to make: the path's, and those of missing folders above. */
  private static synchronized void name(String path) {
    for (Path each = path(path); each != null && !Files.exists(each); each = each.getParent()) {
      NAMES.add(each);
    }
  }

  private static synchronized void forced(Path folder) {
    NAMES.removeIf(name -> folder.equals(name.getParent()));
  }

  /** The local storage forces such a file, its name, and those of new folders above. */
  private static synchronized void whole(String path) {
    Path file = path(path);
    TreeSet<Path> fresh = new TreeSet<>();
    for (Path each = file; each != null && !Files.exists(each); each = each.getParent()) {
      fresh.add(each);
    }
    forced(file.getParent());
    NAMES.removeAll(fresh);
    BYTES.remove(file);
  }

  @Override
  public Optional<Entry> find(String path) throws IOException {
    call();
    return super.find(path);
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    call();
    return super.list(folder);
  }

  @Override
  public SeekableByteChannel open(String path) throws IOException {
    call();
    return super.open(path);
  }

  @Override
  public Optional<Versioned> read(String path, int limit) throws IOException {
    call();
    return super.read(path, limit);
  }

  @Override
  public OutputStream create(String path) throws IOException {
    call();
    name(path);
    synchronized (UnforcedStorage.class) {
      BYTES.add(path(path));
    }
    return new FilterOutputStream(super.create(path)) {
      @Override
      public void write(byte[] bytes, int from, int size) throws IOException {
        call();
        out.write(bytes, from, size);
      }
    };
  }

  @Override
  public void put(String path, byte[] bytes) throws IOException {
    call();
    whole(path);
    super.put(path, bytes);
  }

  @Override
  public boolean createOnce(String path, byte[] bytes) throws IOException {
    call();
    whole(path);
    return super.createOnce(path, bytes);
  }

  @Override
  public void delete(String path) throws IOException {
    call();
    super.delete(path);
    synchronized (UnforcedStorage.class) {
      NAMES.removeIf(each -> each.startsWith(path(path)));
      BYTES.removeIf(each -> each.startsWith(path(path)));
    }
  }

  @Override
  public void force(String path) throws IOException {
    call();
    super.force(path);
    synchronized (UnforcedStorage.class) {
      if (Files.isDirectory(path(path))) {
        forced(path(path));
      } else {
        BYTES.remove(path(path));
      }
    }
  }

  @Override
  public Optional<Closeable> lock(String path, String content) throws IOException {
    call();
    return super.lock(path, content);
  }
}
