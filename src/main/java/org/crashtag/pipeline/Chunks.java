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
 * Packs many small values of a bucket into few elements, because the cost of a grouping depends on
 * the number of elements rather than on their size.
 */
final class Chunks {
  private static final int CHUNK_BYTES = 1 << 18;

  private final TreeMap<Integer, ByteArrayOutputStream> open = new TreeMap<>();
  private final Receiver receiver;

  /** Receives each full chunk. */
  interface Receiver {
    void accept(int bucket, byte[] chunk);
  }

  /** Writes one value. */
  interface Writer {
    void write(DataOutput out) throws IOException;
  }

  /** Reads one value. */
  interface Reader<T> {
    T read(DataInput in) throws IOException;
  }

  Chunks(Receiver receiver) {
    this.receiver = receiver;
  }

  void add(int bucket, Writer value) throws IOException {
    ByteArrayOutputStream chunk =
        open.computeIfAbsent(bucket, ignored -> new ByteArrayOutputStream());
    value.write(new DataOutputStream(chunk));
    if (chunk.size() >= CHUNK_BYTES) {
      receiver.accept(bucket, chunk.toByteArray());
      chunk.reset();
    }
  }

  /** Hands over the last chunk of each bucket. */
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
    List<T> values = new ArrayList<>();
    for (byte[] chunk : chunks) {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(chunk));
      while (in.available() > 0) {
        values.add(reader.read(in));
      }
    }
    return values;
  }
}
