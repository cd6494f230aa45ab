package org.crashtag.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.storage.RangedChannel;
import org.crashtag.storage.ReplacedException;
import org.crashtag.storage.Storage;

/**
 * A source, opened for reading. A failed read is retried on a newly opened channel, up to three
 * attempts in all. Bytes that were read ahead are served from memory.
 */
public final class SourceChannel extends ReadOnlyChannel {
  private static final int TRIES = 3;
  private static final long FIRST_PAUSE_MILLIS = 20;

  private final Storage storage;
  private final SourceFile file;
  private final List<Bytes> ahead = new ArrayList<>(3);
  private SeekableByteChannel channel;
  private final long size;

  /** Opens a file. If it is remote and was listed, nothing is asked before the first read. */
  public SourceChannel(Storage storage, SourceFile file) throws IOException {
    this.storage = storage;
    this.file = file;
    this.size = file.tag().isEmpty() ? repeat(() -> opened().size()) : file.bytes();
  }

  /** Adds the bytes at an offset, which need not be read again. */
  public void keep(Bytes bytes) {
    ahead.add(bytes);
  }

  /** Reads a range now and keeps it; the file may end earlier. */
  public void readAhead(long offset, int count) throws IOException {
    byte[] bytes = repeat(() -> range(offset, count));
    keep(Bytes.of(bytes, 0, bytes.length, offset));
  }

  private byte[] range(long offset, int count) throws IOException {
    if (opened() instanceof RangedChannel ranged) {
      return ranged.range(offset, count);
    }
    ByteBuffer buffer = ByteBuffer.allocate(count);
    opened().position(offset);
    while (buffer.hasRemaining() && opened().read(buffer) >= 0) {
      // Goes on to the end of the range or of the file.
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** The bytes that were read ahead from an offset on; none if there aren't any. */
  public Bytes kept(long offset) {
    for (Bytes piece : ahead) {
      long at = offset - piece.offset();
      if (at >= 0 && at < piece.length()) {
        return piece.slice((int) at, piece.length() - (int) at);
      }
    }
    return Bytes.NONE;
  }

  private interface Attempt<T> {
    T run() throws IOException;
  }

  private <T> T repeat(Attempt<T> attempt) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return attempt.run();
      } catch (AccessDeniedException | NoSuchFileException | ReplacedException e) {
        throw new ReadFaultException(e);
      } catch (InvalidPathException e) {
        throw new ReadFaultException(new IOException("not a valid file name: " + e.getReason(), e));
      } catch (IOException e) {
        drop(e);
        if (tries == TRIES) {
          throw new ReadFaultException(e);
        }
        pause(FIRST_PAUSE_MILLIS << tries);
      }
    }
  }

  private static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private SeekableByteChannel opened() throws IOException {
    if (channel == null) {
      channel = file.tag().isEmpty() ? storage.open(file.path()) : storage.open(file.entry());
    }
    return channel;
  }

  private void drop(IOException fault) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        fault.addSuppressed(e);
      }
      channel = null;
    }
  }

  @Override
  int readAt(ByteBuffer into, long offset) throws IOException {
    Bytes kept = kept(offset);
    if (kept.length() > 0 && into.hasRemaining()) {
      return kept.copyTo(into);
    }
    int start = into.position();
    return repeat(
        () -> {
          into.position(start);
          SeekableByteChannel source = opened();
          if (source instanceof FileChannel file) {
            // One system call instead of two.
            return file.read(into, offset);
          }
          return source.position(offset).read(into);
        });
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void close() throws IOException {
    super.close();
    ahead.clear();
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
