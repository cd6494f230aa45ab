package org.crashtag.pipeline;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.TreeMap;
import org.crashtag.source.SourceFile;
import org.crashtag.storage.Storage;
import org.crashtag.store.IndexEntry;

/**
 * The sources that were listed, as files in the staging folder: so they stand neither in memory nor
 * in the job graph. There is one file for each slice of the index, so that a worker finds what
 * earlier runs know of its sources in the slices that it reads.
 */
final class SourceList implements Closeable {
  private final Storage storage;
  private final String folder;
  private final TreeMap<Integer, DataOutputStream> slices = new TreeMap<>();
  private long count;
  private long bytes;

  SourceList(Storage storage, String staging) {
    this.storage = storage;
    this.folder = staging + "/list";
  }

  /** Takes an {@link UncheckedIOException} for a full disk. */
  void add(SourceFile file) {
    int slice = IndexEntry.ofSource(file, IndexEntry.Kind.SOURCE).slice();
    try {
      DataOutputStream out = slices.get(slice);
      if (out == null) {
        out = new DataOutputStream(new BufferedOutputStream(storage.create(folder + "/" + slice)));
        slices.put(slice, out);
      }
      out.writeUTF(file.path());
      out.writeLong(file.bytes());
      out.writeLong(file.modifiedMicros());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    count++;
    bytes += file.bytes();
  }

  /** Sources listed so far. */
  long count() {
    return count;
  }

  /** Their bytes. */
  long bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    for (DataOutputStream out : slices.values()) {
      out.close();
    }
  }

  /** What is done with each source. */
  interface Visitor {
    void visit(SourceFile file) throws IOException;
  }

  /** Reads the sources of a bucket. */
  static void each(Storage storage, String staging, int bucket, int buckets, Visitor visitor)
      throws IOException {
    for (int slice = 0; slice < IndexEntry.SLICES; slice++) {
      String path = staging + "/list/" + slice;
      if (IndexEntry.bucket(slice, buckets) == bucket && storage.find(path).isPresent()) {
        eachOf(storage, path, visitor);
      }
    }
  }

  private static void eachOf(Storage storage, String path, Visitor visitor) throws IOException {
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
