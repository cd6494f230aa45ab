package org.crashtag.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import org.crashtag.storage.Storage;

/**
 * A source, opened for reading. A failed read is retried on a newly opened channel, up to three
 * attempts in all.
 */
public final class SourceChannel extends ReadOnlyChannel {
  private static final int TRIES = 3;
  private static final long FIRST_PAUSE_MILLIS = 20;

  private final Storage storage;
  private final String path;
  private SeekableByteChannel channel;
  private final long size;

  public SourceChannel(Storage storage, String path) throws IOException {
    this.storage = storage;
    this.path = path;
    this.size = repeat(() -> opened().size());
  }

  private interface Attempt<T> {
    T run() throws IOException;
  }

  private <T> T repeat(Attempt<T> attempt) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return attempt.run();
      } catch (AccessDeniedException | NoSuchFileException e) {
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
      channel = storage.open(path);
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
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
