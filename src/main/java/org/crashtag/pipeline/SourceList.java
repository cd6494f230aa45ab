package org.crashtag.pipeline;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.TreeMap;
import org.crashtag.source.SourceFile;
import org.crashtag.storage.Storage;

/**
 * Sources in files of the staging folder, numbered: so they stand neither in memory nor in the job
 * graph.
 */
final class SourceList implements Closeable {
  private final Storage storage;
  private final String folder;
  private final TreeMap<Integer, DataOutputStream> open = new TreeMap<>();
  private long count;

  /**
   * @param folder whose files are written
   */
  SourceList(Storage storage, String folder) {
    this.storage = storage;
    this.folder = folder;
  }

  /** Adds a source to the file of this number. */
  void add(int number, SourceFile file) throws IOException {
    DataOutputStream out = open.get(number);
    if (out == null) {
      out = new DataOutputStream(new BufferedOutputStream(storage.create(folder + "/" + number)));
      open.put(number, out);
    }
    out.writeUTF(file.path());
    out.writeLong(file.bytes());
    out.writeLong(file.modifiedMicros());
    count++;
  }

  /** Sources so far. */
  long count() {
    return count;
  }

  @Override
  public void close() throws IOException {
    for (DataOutputStream out : open.values()) {
      out.close();
    }
  }

  /** What is done with each source. */
  interface Visitor {
    void visit(SourceFile file) throws IOException;
  }

  /** Reads the sources of one file, in their order; none where there is no such file. */
  static void each(Storage storage, String folder, int number, Visitor visitor) throws IOException {
    String path = folder + "/" + number;
    if (storage.find(path).isEmpty()) {
      return;
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Channels.newInputStream(storage.open(path))))) {
      while (true) {
        String source;
        try {
          source = in.readUTF();
        } catch (EOFException e) {
          return;
        }
        visitor.visit(new SourceFile(source, in.readLong(), in.readLong()));
      }
    }
  }
}
