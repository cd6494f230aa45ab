package org.crashtag.sample;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of a file as pieces between zeros. The zeros take no memory, and no space on a file
 * system with sparse files.
 */
public final class DumpImage {
  /** The maximum size for {@link #toBytes()}. */
  private static final int MOST_BYTES_IN_MEMORY = 64 << 20;

  private final List<Piece> pieces;
  private final long length;
  private final Optional<Layout> layout;

  private DumpImage(List<Piece> pieces, long length, Optional<Layout> layout) {
    this.pieces = List.copyOf(pieces);
    this.length = length;
    this.layout = layout;
  }

  /** A file that is not a dump: exactly these bytes. */
  public static DumpImage of(byte[] bytes) {
    return new Sketch().draw(0, bytes).finish(bytes.length, Optional.empty());
  }

  /** Size of the file in bytes. */
  public long length() {
    return length;
  }

  /** The offsets of the tagged region and its blobs; empty if there is no region. */
  public Optional<Layout> layout() {
    return layout;
  }

  /**
   * The whole file, for small ones.
   *
   * @throws IllegalStateException if it has more than 64 MiB
   */
  public byte[] toBytes() {
    if (length > MOST_BYTES_IN_MEMORY) {
      throw new IllegalStateException(
          length + " bytes are too many to hold in memory; write them to a file");
    }
    byte[] bytes = new byte[(int) length];
    for (Piece piece : pieces) {
      int count = piece.bytesBefore(length);
      if (count > 0) {
        System.arraycopy(piece.bytes, 0, bytes, (int) piece.offset, count);
      }
    }
    return bytes;
  }

  /** Writes the file, zeros as holes, to an empty channel. */
  public void write(SeekableByteChannel channel) throws IOException {
    long furthest = 0;
    for (Piece piece : pieces) {
      int count = piece.bytesBefore(length);
      if (count > 0) {
        writeFully(channel, piece.offset, ByteBuffer.wrap(piece.bytes, 0, count));
        furthest = Math.max(furthest, piece.offset + count);
      }
    }
    if (furthest < length) {
      writeFully(channel, length - 1, ByteBuffer.allocate(1));
    }
  }

  /** Writes the file, zeros as holes, and replaces an existing one. */
  public void write(Path file) throws IOException {
    Files.deleteIfExists(file);
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      write(channel);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      // The system's message for a full disk doesn't name the file.
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static void writeFully(SeekableByteChannel channel, long offset, ByteBuffer bytes)
      throws IOException {
    channel.position(offset);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** The image while it is built; a later piece overwrites an earlier one. */
  static final class Sketch {
    private final List<Piece> pieces = new ArrayList<>();

    Sketch draw(long offset, byte[] bytes) {
      pieces.add(new Piece(offset, bytes));
      return this;
    }

    Sketch drawAll(Sketch other) {
      pieces.addAll(other.pieces);
      return this;
    }

    DumpImage finish(long length, Optional<Layout> layout) {
      return new DumpImage(pieces, length, layout);
    }
  }

  private static final class Piece {
    private final long offset;
    private final byte[] bytes;

    private Piece(long offset, byte[] bytes) {
      this.offset = offset;
      this.bytes = bytes;
    }

    private int bytesBefore(long end) {
      return (int) Math.min(bytes.length, end - offset);
    }
  }
}
