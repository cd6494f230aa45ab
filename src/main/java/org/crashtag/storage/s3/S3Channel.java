package org.crashtag.storage.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.crashtag.storage.RangedChannel;
import org.crashtag.storage.ReplacedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads an object. Small reads are served from a window, which becomes larger as long as the reads
 * go forward. Not safe for use by several threads.
 */
final class S3Channel implements RangedChannel {
  static final long UNKNOWN = -1;

  private static final int FIRST_WINDOW = 1 << 16;
  private static final int LARGEST_WINDOW = 1 << 20;

  private final S3Storage storage;
  private final S3Path path;
  private long size;
  private String etag;
  private byte[] window = {};
  private long start;
  private int nextWindow = FIRST_WINDOW;
  private long position;
  private boolean closed;

  /**
   * A channel that hasn't made any request yet.
   *
   * @param size of the object, or {@link #UNKNOWN}
   * @param etag of the version that is read; empty for the current one
   */
  S3Channel(S3Storage storage, S3Path path, long size, String etag) {
    this.storage = storage;
    this.path = path;
    this.size = size;
    this.etag = etag;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (!into.hasRemaining()) {
      return 0;
    }
    if (!isInWindow()) {
      if (into.remaining() >= LARGEST_WINDOW) {
        byte[] bytes = range(position, into.remaining());
        into.put(bytes);
        position += bytes.length;
        return bytes.length == 0 ? -1 : bytes.length;
      }
      fill(into.remaining());
      if (!isInWindow()) {
        return -1;
      }
    }
    int from = (int) (position - start);
    int count = Math.min(into.remaining(), window.length - from);
    into.put(window, from, count);
    position += count;
    return count;
  }

  private boolean isInWindow() {
    return position >= start && position < start + window.length;
  }

  private void fill(int least) throws IOException {
    boolean forward = window.length > 0 && position == start + window.length;
    nextWindow = forward ? Math.min(2 * nextWindow, LARGEST_WINDOW) : FIRST_WINDOW;
    byte[] bytes = range(position, Math.max(least, nextWindow));
    start = position;
    window = bytes;
  }

  @Override
  public byte[] range(long offset, int count) throws IOException {
    if (count == 0 || (size != UNKNOWN && offset >= size)) {
      return new byte[0];
    }
    GetObjectRequest.Builder request =
        GetObjectRequest.builder()
            .bucket(path.bucket())
            .key(path.key())
            .range("bytes=" + offset + "-" + (offset + count - 1));
    if (!etag.isEmpty()) {
      request.ifMatch(etag);
    }
    try {
      return storage
          .client()
          .getObject(
              request.build(),
              (response, stream) -> {
                take(response);
                return S3Storage.body(response, stream);
              });
    } catch (SdkException e) {
      int status = S3Errors.status(e);
      if (status == S3Errors.PRECONDITION_FAILED) {
        throw new ReplacedException(path.toString());
      }
      if (status == S3Errors.RANGE_NOT_SATISFIABLE) {
        size = size == UNKNOWN ? length() : size;
        return new byte[0];
      }
      throw S3Errors.of(path, e, storage.settings());
    }
  }

  /**
   * The length of the whole object, which follows a slash in the answer to a request for a part of
   * it.
   */
  private void take(GetObjectResponse response) {
    String range = response.contentRange();
    if (size == UNKNOWN) {
      size =
          range == null
              ? response.contentLength()
              : Long.parseLong(range.substring(range.lastIndexOf('/') + 1));
    }
    if (etag.isEmpty() && response.eTag() != null) {
      etag = response.eTag();
    }
  }

  private long length() throws IOException {
    return storage
        .head(path)
        .orElseThrow(() -> new java.nio.file.NoSuchFileException(path.toString()))
        .contentLength();
  }

  @Override
  public long size() throws IOException {
    if (size == UNKNOWN) {
      long before = position;
      position = 0;
      fill(0);
      position = before;
    }
    return size;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long newSize) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() {
    closed = true;
    window = new byte[0];
  }
}
