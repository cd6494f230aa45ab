package org.crashtag.pipeline;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.crashtag.bytes.Bytes;

/**
 * The first bytes of a run's remote sources, in a temporary file of this process, between the step
 * that identifies the sources and the one that reads their dumps. Without it, or if it is full,
 * they are read again.
 */
final class HeadFile implements Closeable {
  /** Most of the free space that is used. */
  private static final int SHARE = 4;

  private static final long MOST_BYTES = 4L << 30;

  private static final Map<String, HeadFile> OPEN = new ConcurrentHashMap<>();

  private final String run;
  private final String name = UUID.randomUUID().toString();
  private final HeadSize size = new HeadSize();
  private FileChannel channel;
  private long limit;
  private long end;
  private boolean closed;

  private HeadFile(String run) {
    this.run = run;
  }

  /** The file of a run, until it is closed; nothing is written yet. */
  static HeadFile open(String run) {
    HeadFile file = new HeadFile(run);
    OPEN.put(run, file);
    return file;
  }

  /** The file of a run, if the run was begun in this process. */
  static Optional<HeadFile> of(String run) {
    return Optional.ofNullable(OPEN.get(run));
  }

  /** The file of a run, if it has this name. */
  static Optional<HeadFile> of(String run, String name) {
    return of(run).filter(file -> file.name.equals(name));
  }

  /** How much of a source is worth reading first. */
  HeadSize size() {
    return size;
  }

  /** Keeps bytes; empty if there is no room. */
  synchronized Optional<Head> keep(Bytes bytes) {
    try {
      if (closed || !hasRoom(bytes.length())) {
        return Optional.empty();
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes.toArray());
      long position = end;
      while (buffer.hasRemaining()) {
        end += channel.write(buffer, end);
      }
      return Optional.of(Head.inFile(name, position, bytes.length()));
    } catch (IOException e) {
      // The file only saves work.
      limit = 0;
      return Optional.empty();
    }
  }

  private boolean hasRoom(int size) throws IOException {
    if (channel == null) {
      Path file = Files.createTempFile("crashtag", ".heads");
      limit = Math.min(MOST_BYTES, Files.getFileStore(file).getUsableSpace() / SHARE);
      channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    }
    return end + size <= limit;
  }

  /** Bytes that were kept; none if they can't be read. */
  Bytes read(long position, int size) {
    try {
      ByteBuffer buffer = ByteBuffer.allocate(size);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, position + buffer.position()) < 0) {
          return Bytes.NONE;
        }
      }
      return Bytes.of(buffer.array(), 0, size, 0);
    } catch (IOException e) {
      return Bytes.NONE;
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    OPEN.remove(run, this);
    if (channel != null) {
      channel.close();
    }
  }
}
