package org.crashtag.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Writes an object. Its bytes are kept in memory or, if there are many, in a temporary file, until
 * the stream is closed: this way, any request can be repeated, and little memory is used. Large
 * objects are sent in parts.
 */
final class S3Output extends OutputStream {
  private static final int MOST_IN_MEMORY = 1 << 18;
  private static final int FIRST_BYTES = 1 << 13;

  /** The protocol allows 10,000. */
  private static final int MOST_PARTS = 9_000;

  private static final int PIECE = 1 << 16;
  private static final String TYPE = "application/octet-stream";

  private final S3Storage storage;
  private final S3Path path;
  private byte[] memory = new byte[FIRST_BYTES];
  private int inMemory;
  private Path file;
  private OutputStream toFile;
  private long size;
  private boolean failed;
  private boolean closed;

  S3Output(S3Storage storage, S3Path path) {
    this.storage = storage;
    this.path = path;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    try {
      if (file == null && inMemory + count > MOST_IN_MEMORY) {
        file = Files.createTempFile("crashtag", ".part");
        toFile = Files.newOutputStream(file);
        toFile.write(memory, 0, inMemory);
        memory = null;
      }
      if (file != null) {
        toFile.write(bytes, from, count);
      } else {
        if (inMemory + count > memory.length) {
          memory = Arrays.copyOf(memory, Math.max(inMemory + count, 2 * memory.length));
        }
        System.arraycopy(bytes, from, memory, inMemory, count);
        inMemory += count;
      }
      size += count;
    } catch (IOException e) {
      failed = true;
      throw new IOException(path + ": a temporary file can't be written: " + e.getMessage(), e);
    }
  }

  /** Sends the object, unless writing it has failed. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (toFile != null) {
        toFile.close();
      }
      if (!failed) {
        send();
      }
    } finally {
      memory = null;
      if (file != null) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void send() throws IOException {
    try {
      if (size <= storage.settings().partBytes()) {
        sendAtOnce();
      } else {
        sendParts();
      }
    } catch (SdkException e) {
      throw S3Errors.of(path, e, storage.settings());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void sendAtOnce() throws IOException {
    String md5 = md5Here();
    RequestBody body =
        file == null ? RequestBody.fromBytes(Arrays.copyOf(memory, inMemory)) : body(0, size);
    try {
      storage
          .client()
          .putObject(
              b -> b.bucket(path.bucket()).key(path.key()).contentMD5(md5).ifNoneMatch("*"), body);
    } catch (SdkException e) {
      checkOwn(e);
    }
  }

  /**
   * Checks the object that exists already if the store refuses to create it: the answer to an
   * earlier attempt may have been lost.
   *
   * @throws FileAlreadyExistsException if other bytes are there
   */
  private void checkOwn(SdkException fault) throws IOException {
    int status = S3Errors.status(fault);
    boolean refused =
        status == S3Errors.PRECONDITION_FAILED || S3Errors.code(fault).equals("NoSuchUpload");
    if (!refused) {
      throw fault;
    }
    Optional<HeadObjectResponse> there = storage.head(path);
    if (there.isEmpty()) {
      throw fault;
    }
    if (there.get().contentLength() != size || !md5There().equals(md5Here())) {
      throw new FileAlreadyExistsException(path.toString());
    }
  }

  private String md5Here() {
    return file == null ? S3Storage.md5(memory, inMemory) : md5(0, size);
  }

  private String md5There() throws IOException {
    MessageDigest digest = S3Storage.md5();
    byte[] piece = new byte[PIECE];
    try (InputStream stream = Channels.newInputStream(storage.open(path.toString()))) {
      for (int read = stream.read(piece); read >= 0; read = stream.read(piece)) {
        digest.update(piece, 0, read);
      }
    }
    return Base64.getEncoder().encodeToString(digest.digest());
  }

  private void sendParts() throws IOException {
    long partBytes = Math.max(storage.settings().partBytes(), size / MOST_PARTS + 1);
    String upload =
        storage
            .client()
            .createMultipartUpload(b -> b.bucket(path.bucket()).key(path.key()))
            .uploadId();
    try {
      List<CompletedPart> parts = new ArrayList<>();
      for (long from = 0; from < size; from += partBytes) {
        parts.add(sendPart(upload, parts.size() + 1, from, Math.min(partBytes, size - from)));
      }
      complete(upload, parts);
    } catch (IOException | RuntimeException e) {
      abort(upload, e);
      throw e;
    }
  }

  private void complete(String upload, List<CompletedPart> parts) throws IOException {
    try {
      storage
          .client()
          .completeMultipartUpload(
              b ->
                  b.bucket(path.bucket())
                      .key(path.key())
                      .uploadId(upload)
                      .ifNoneMatch("*")
                      .multipartUpload(m -> m.parts(parts)));
    } catch (SdkException e) {
      checkOwn(e);
    }
  }

  private CompletedPart sendPart(String upload, int number, long from, long count) {
    String etag =
        storage
            .client()
            .uploadPart(
                b ->
                    b.bucket(path.bucket())
                        .key(path.key())
                        .uploadId(upload)
                        .partNumber(number)
                        .contentMD5(md5(from, count)),
                body(from, count))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }

  /** The store keeps, and charges for, the parts of an upload that is neither ended nor aborted. */
  private void abort(String upload, Exception cause) {
    try {
      storage
          .client()
          .abortMultipartUpload(b -> b.bucket(path.bucket()).key(path.key()).uploadId(upload));
    } catch (SdkException e) {
      cause.addSuppressed(e);
    }
  }

  private RequestBody body(long from, long count) {
    return RequestBody.fromContentProvider(() -> stream(from, count), count, TYPE);
  }

  private InputStream stream(long from, long count) {
    try {
      FileChannel channel = FileChannel.open(file);
      channel.position(from);
      return new LimitedStream(Channels.newInputStream(channel), count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String md5(long from, long count) {
    MessageDigest digest = S3Storage.md5();
    try (InputStream stream = stream(from, count)) {
      byte[] piece = new byte[PIECE];
      for (int read = stream.read(piece); read >= 0; read = stream.read(piece)) {
        digest.update(piece, 0, read);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(digest.digest());
  }

  /** The first bytes of a stream. */
  private static final class LimitedStream extends InputStream {
    private final InputStream in;
    private long left;

    LimitedStream(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      int value = left > 0 ? in.read() : -1;
      left -= value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(into, from, (int) Math.min(count, left));
      left -= Math.max(0, read);
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
