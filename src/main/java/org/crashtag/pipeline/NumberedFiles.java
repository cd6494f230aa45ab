package org.crashtag.pipeline;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Together;

/**
 * Stores small values in numbered files of the staging folder, so that they need neither memory nor
 * room in the job graph.
 */
final class NumberedFiles implements Closeable {
  private final Storage storage;
  private final String folder;
  private final TreeMap<Integer, DataOutputStream> open = new TreeMap<>();
  private long count;

  /**
   * @param folder for the files
   */
  NumberedFiles(Storage storage, String folder) {
    this.storage = storage;
    this.folder = folder;
  }

  /** Adds a value to the file with this number. */
  void add(int number, Chunks.Writer value) throws IOException {
    DataOutputStream out = open.get(number);
    if (out == null) {
      out = new DataOutputStream(new BufferedOutputStream(storage.create(folder + "/" + number)));
      open.put(number, out);
    }
    value.write(out);
    count++;
  }

  /** The number of values so far. */
  long count() {
    return count;
  }

  @Override
  public void close() throws IOException {
    List<Together.Call> closing = new ArrayList<>();
    for (DataOutputStream out : open.values()) {
      closing.add(out::close);
    }
    if (storage.isRemote(folder)) {
      Together.run(closing);
    } else {
      for (Together.Call each : closing) {
        each.run();
      }
    }
  }

  /** Receives each value. */
  interface Visitor<T> {
    void visit(T value) throws IOException;
  }

  /** Reads the values of one file, in order; none if there is no such file. */
  static <T> void each(
      Storage storage, String folder, int number, Chunks.Reader<T> reader, Visitor<T> visitor)
      throws IOException {
    String path = folder + "/" + number;
    boolean begun = false;
    try (InputStream file = new BufferedInputStream(Channels.newInputStream(storage.open(path)))) {
      DataInputStream in = new DataInputStream(file);
      while (hasMore(file)) {
        begun = true;
        visitor.visit(reader.read(in));
      }
    } catch (NoSuchFileException e) {
      if (begun) {
        throw e;
      }
    }
  }

  private static boolean hasMore(InputStream file) throws IOException {
    file.mark(1);
    boolean more = file.read() >= 0;
    file.reset();
    return more;
  }
}
