package org.crashtag.pipeline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.crashtag.bytes.Bytes;

/**
 * The first bytes of a remote source, which identifying it has read: extracting needs them again. A
 * worker that shares the process finds them in the run's {@link HeadFile}; for others they travel
 * with the reference.
 */
final class Head {
  /** Of a source on a disk. */
  static final Head NONE = new Head("", 0, 0, new byte[0]);

  /** The headers of a dump, packed, take a few hundred bytes. */
  private static final int MOST_PACKED = 1 << 14;

  private static final int MOST_BYTES = 1 << 14;

  private final String file;
  private final long position;
  private final int length;
  private final byte[] packed;

  private Head(String file, long position, int length, byte[] packed) {
    this.file = file;
    this.position = position;
    this.length = length;
    this.packed = packed;
  }

  /** In a file of this process. */
  static Head inFile(String file, long position, int length) {
    return new Head(file, position, length, new byte[0]);
  }

  /** Packed, as far as that is small. */
  static Head packed(Bytes bytes) {
    Bytes start = bytes.slice(0, Math.min(bytes.length(), MOST_BYTES));
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(start.toArray());
      deflater.finish();
      byte[] packed = new byte[MOST_PACKED];
      int count = deflater.deflate(packed);
      return deflater.finished()
          ? new Head("", 0, start.length(), Arrays.copyOf(packed, count))
          : NONE;
    } finally {
      deflater.end();
    }
  }

  /** The bytes, from the source's start; none if they can't be had in this process. */
  Bytes bytes(String run) {
    if (!file.isEmpty()) {
      return HeadFile.of(run, file).map(heads -> heads.read(position, length)).orElse(Bytes.NONE);
    }
    return packed.length == 0 ? Bytes.NONE : unpacked();
  }

  private Bytes unpacked() {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      byte[] bytes = new byte[length];
      int count = inflater.inflate(bytes);
      return Bytes.of(bytes, 0, count, 0);
    } catch (DataFormatException e) {
      throw new IllegalStateException("a reference was damaged on its way", e);
    } finally {
      inflater.end();
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeUTF(file);
    out.writeInt(length);
    if (length == 0) {
      return;
    }
    if (file.isEmpty()) {
      out.writeInt(packed.length);
      out.write(packed);
    } else {
      out.writeLong(position);
    }
  }

  static Head read(DataInput in) throws IOException {
    String file = in.readUTF();
    int length = in.readInt();
    if (length == 0) {
      return NONE;
    }
    if (!file.isEmpty()) {
      return inFile(file, in.readLong(), length);
    }
    byte[] packed = new byte[in.readInt()];
    in.readFully(packed);
    return new Head("", 0, length, packed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Head head
        && file.equals(head.file)
        && position == head.position
        && length == head.length
        && Arrays.equals(packed, head.packed);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(packed) * 31 + Long.hashCode(position);
  }
}
