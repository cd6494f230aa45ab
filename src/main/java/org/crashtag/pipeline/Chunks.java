package org.crashtag.pipeline;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Packs many small things for one bucket into few elements: a grouping costs by the element, not by
 * the byte.
 */
final class Chunks {
  private static final int CHUNK_BYTES = 1 << 18;

  private final TreeMap<Integer, ByteArrayOutputStream> open = new TreeMap<>();
  private final Receiver receiver;

  /** Takes a full chunk. */
  interface Receiver {
    void accept(int bucket, byte[] chunk);
  }

  /** Writes one thing. */
  interface Writer {
    void write(DataOutput out) throws IOException;
  }

  /** Reads one thing. */
  interface Reader<T> {
    T read(DataInput in) throws IOException;
  }

  Chunks(Receiver receiver) {
    this.receiver = receiver;
  }

  void add(int bucket, Writer thing) throws IOException {
    ByteArrayOutputStream chunk =
        open.computeIfAbsent(bucket, ignored -> new ByteArrayOutputStream());
    thing.write(new DataOutputStream(chunk));
    if (chunk.size() >= CHUNK_BYTES) {
      receiver.accept(bucket, chunk.toByteArray());
      chunk.reset();
    }
  }

  /** Gives away what is left. */
  void finish() {
    open.forEach(
        (bucket, chunk) -> {
          if (chunk.size() > 0) {
            receiver.accept(bucket, chunk.toByteArray());
          }
        });
    open.clear();
  }

  static <T> List<T> unpack(Iterable<byte[]> chunks, Reader<T> reader) throws IOException {
    List<T> things = new ArrayList<>();
    for (byte[] chunk : chunks) {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(chunk));
      while (in.available() > 0) {
        things.add(reader.read(in));
      }
    }
    return things;
  }
}
