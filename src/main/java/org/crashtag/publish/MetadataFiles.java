package org.crashtag.publish;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.crashtag.storage.Storage;

/**
 * The files of one table's {@code metadata} folder, for Iceberg: nothing else can be read, written
 * or removed through it, whatever metadata says. Files are small, and are read and written as a
 * whole.
 *
 * <p>Not thread-safe for one file; Iceberg works on several files at once.
 */
final class MetadataFiles implements FileIO {
  private static final long serialVersionUID = 1L;

  /** The manifests of 100,000 parts are smaller. */
  static final int MOST_BYTES = 64 << 20;

  private final transient Storage storage;
  private final String folder;
  private final String location;
  private final transient Map<String, Storage.Entry> there = new HashMap<>();

  /** What has been written since then, by path. */
  private final transient Map<String, byte[]> written = new HashMap<>();

  /** The first fault of the storage; null if there was none. */
  private transient IOException fault;

  /**
   * @param folder in the storage
   * @param location of the folder as metadata contains it
   */
  MetadataFiles(Storage storage, String folder, String location) throws IOException {
    this.storage = storage;
    this.folder = folder;
    this.location = location;
    storage.list(folder).stream()
        .filter(entry -> entry.kind() == Storage.Kind.FILE)
        .forEach(entry -> there.put(entry.path(), entry));
  }

  /** What the folder contained at first. */
  Iterable<Storage.Entry> listed() {
    return there.values();
  }

  /** The path of a file of the folder. */
  String path(String name) {
    return folder + "/" + name;
  }

  /** The location of a file of the folder. */
  String location(String name) {
    return location + "/" + name;
  }

  private String pathOf(String of) {
    String name = of.startsWith(location + "/") ? of.substring(location.length() + 1) : "";
    if (name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
      throw new DamagedException(of + " isn't a file of " + location);
    }
    return path(name);
  }

  /** The path of a location; empty if it is outside of the folder. */
  Optional<String> find(String of) {
    try {
      return Optional.of(pathOf(of));
    } catch (DamagedException e) {
      return Optional.empty();
    }
  }

  /**
   * Throws the storage's fault, if there was one: what Iceberg throws in that case is not a sign of
   * damage.
   */
  synchronized void rethrow() throws IOException {
    if (fault != null) {
      throw fault;
    }
  }

  private synchronized RuntimeIOException failed(IOException e) {
    if (fault == null) {
      fault = e;
    }
    return new RuntimeIOException(e);
  }

  /** All bytes of a file that was there at first or has been written since. */
  byte[] read(String path) {
    synchronized (this) {
      byte[] fresh = written.get(path);
      if (fresh != null) {
        return fresh;
      }
    }
    Storage.Entry entry = there.get(path);
    if (entry == null) {
      throw new DamagedException(path + ": missing");
    }
    if (entry.length() > MOST_BYTES) {
      throw new DamagedException(path + ": " + entry.length() + " bytes are too many");
    }
    try {
      return storage
          .read(path, MOST_BYTES)
          .orElseThrow(() -> new DamagedException(path + ": missing"))
          .bytes();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** The length of a file that was there at first; -1 if there was none. */
  long length(String path) {
    Storage.Entry entry = there.get(path);
    return entry == null ? -1 : entry.length();
  }

  private void write(String path, byte[] bytes) throws IOException {
    try {
      storage.put(path, bytes);
    } catch (IOException e) {
      failed(e);
      throw e;
    }
    synchronized (this) {
      written.put(path, bytes);
    }
  }

  @Override
  public InputFile newInputFile(String of) {
    return new Input(of, pathOf(of));
  }

  @Override
  public OutputFile newOutputFile(String of) {
    return new Output(of, pathOf(of));
  }

  @Override
  public void deleteFile(String of) {
    try {
      storage.delete(pathOf(of));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private final class Input implements InputFile {
    private final String of;
    private final String path;
    private byte[] bytes;

    Input(String of, String path) {
      this.of = of;
      this.path = path;
    }

    private byte[] bytes() {
      if (bytes == null) {
        bytes = read(path);
      }
      return bytes;
    }

    @Override
    public long getLength() {
      return bytes().length;
    }

    @Override
    public SeekableInputStream newStream() {
      return new Stream(bytes());
    }

    @Override
    public String location() {
      return of;
    }

    @Override
    public boolean exists() {
      return there.containsKey(path) || written.containsKey(path);
    }
  }

  private static final class Stream extends SeekableInputStream {
    private final byte[] bytes;
    private int at;

    Stream(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long getPos() {
      return at;
    }

    @Override
    public void seek(long position) throws IOException {
      if (position < 0 || position > bytes.length) {
        throw new IOException("a position of " + position + " in " + bytes.length + " bytes");
      }
      at = (int) position;
    }

    @Override
    public int read() {
      return at < bytes.length ? bytes[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int from, int most) {
      int count = new ByteArrayInputStream(bytes, at, bytes.length - at).read(into, from, most);
      at += Math.max(0, count);
      return count;
    }
  }

  private final class Output implements OutputFile {
    private final String of;
    private final String path;

    Output(String of, String path) {
      this.of = of;
      this.path = path;
    }

    @Override
    public PositionOutputStream create() {
      return new Sink(path);
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      return create();
    }

    @Override
    public String location() {
      return of;
    }

    @Override
    public InputFile toInputFile() {
      return new Input(of, path);
    }
  }

  /** Writes the file when it is closed. */
  private final class Sink extends PositionOutputStream {
    private final String path;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean isClosed;

    Sink(String path) {
      this.path = path;
    }

    @Override
    public long getPos() {
      return bytes.size();
    }

    @Override
    public void write(int one) {
      bytes.write(one);
    }

    @Override
    public void write(byte[] from, int start, int count) {
      bytes.write(from, start, count);
    }

    @Override
    public void close() throws IOException {
      if (!isClosed) {
        isClosed = true;
        MetadataFiles.this.write(path, bytes.toByteArray());
      }
    }
  }
}
