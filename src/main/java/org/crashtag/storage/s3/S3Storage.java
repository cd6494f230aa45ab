package org.crashtag.storage.s3;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Together;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects in S3, and in stores that speak its protocol. The slashes in keys separate folders: a
 * folder exists as long as an object's key begins with its name.
 *
 * <p>Requests are repeated by the SDK if the store fails, asks to slow down, or an answer breaks
 * off. Each body is sent with its MD5.
 */
public final class S3Storage implements Storage {
  /** A character that sorts after all keys below a prefix. */
  private static final String LAST = "\uDBFF\uDFFF";

  /** How often a conditional write is repeated if it conflicts with another one. */
  private static final int MOST_CONFLICTS = 10;

  private final S3Settings settings;
  private S3Client client;

  /** Whether the store refuses to delete several objects with one request. */
  private volatile boolean oneByOne;

  /** A storage that makes no connection yet. */
  public S3Storage(S3Settings settings) {
    this.settings = settings;
  }

  S3Settings settings() {
    return settings;
  }

  synchronized S3Client client() {
    if (client == null) {
      client = S3Clients.of(settings);
    }
    return client;
  }

  /** Makes a request; faults of the store become I/O errors that name the path. */
  <T> T ask(S3Path path, Supplier<T> request) throws IOException {
    try {
      return request.get();
    } catch (SdkException e) {
      throw S3Errors.of(path, e, settings);
    }
  }

  @Override
  public Optional<Duration> takeover(String lock) {
    return Optional.of(settings.stale());
  }

  @Override
  public boolean isRemote(String path) {
    return true;
  }

  @Override
  public Optional<Entry> find(String path) throws IOException {
    S3Path at = S3Path.parse(path);
    if (!at.key().isEmpty() && !at.key().endsWith("/")) {
      Optional<HeadObjectResponse> head = head(at);
      if (head.isPresent()) {
        return Optional.of(
            file(path, head.get().contentLength(), head.get().lastModified(), head.get().eTag()));
      }
    }
    ListObjectsV2Response below =
        ask(at, () -> client().listObjectsV2(listing(at, at.prefix()).maxKeys(1).build()));
    boolean exists = at.key().isEmpty() || !below.contents().isEmpty();
    return exists ? Optional.of(new Entry(path, Kind.FOLDER, 0, 0)) : Optional.empty();
  }

  /** The answer to a request for an object's head; empty if there is no such object. */
  Optional<HeadObjectResponse> head(S3Path at) throws IOException {
    try {
      return Optional.of(client().headObject(b -> b.bucket(at.bucket()).key(at.key())));
    } catch (SdkException e) {
      int status = S3Errors.status(e);
      if (status == S3Errors.NOT_FOUND) {
        return Optional.empty();
      }
      if (status == S3Errors.BAD_REQUEST || status == S3Errors.FORBIDDEN) {
        explain(at);
      }
      throw S3Errors.of(at, e, settings);
    }
  }

  /** An answer about an object has no body that says why it was refused; one with its bytes has. */
  private void explain(S3Path at) throws IOException {
    ask(
        at,
        () ->
            client()
                .getObject(
                    b -> b.bucket(at.bucket()).key(at.key()).range("bytes=0-0"),
                    (response, stream) -> {
                      stream.abort();
                      return response;
                    }));
  }

  private static Entry file(String path, Long length, Instant modified, String etag) {
    return new Entry(
        path,
        Kind.FILE,
        length == null ? 0 : length,
        modified == null ? 0 : ChronoUnit.MICROS.between(Instant.EPOCH, modified),
        etag == null ? "" : etag);
  }

  private static ListObjectsV2Request.Builder listing(S3Path at, String prefix) {
    return ListObjectsV2Request.builder().bucket(at.bucket()).prefix(prefix);
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    return list(S3Path.parse(folder), "");
  }

  private List<Entry> list(S3Path at, String start) throws IOException {
    String prefix = at.prefix();
    List<Entry> entries = new ArrayList<>();
    pages(
        at,
        listing(at, prefix + start).delimiter("/").build(),
        page -> {
          for (CommonPrefix common : page.commonPrefixes()) {
            String key = common.prefix();
            if (key.length() > prefix.length() + 1) {
              String path = at.uri(key.substring(0, key.length() - 1));
              entries.add(new Entry(path, Kind.FOLDER, 0, 0));
            }
          }
          for (S3Object object : page.contents()) {
            if (isFile(object, prefix)) {
              entries.add(entry(at, object));
            }
          }
          return null;
        });
    entries.sort(Comparator.comparing(Entry::path).thenComparing(Entry::kind));
    return entries;
  }

  /** Not an object whose key ends with a slash, by which tools mark empty folders. */
  private static boolean isFile(S3Object object, String prefix) {
    return object.key().length() > prefix.length() && !object.key().endsWith("/");
  }

  private static Entry entry(S3Path at, S3Object object) {
    return file(at.uri(object.key()), object.size(), object.lastModified(), object.eTag());
  }

  /** Receives the pages of a listing. */
  private interface Pages {
    /** Null to go on; otherwise the key after which the listing goes on. */
    String visit(ListObjectsV2Response page) throws IOException;
  }

  private void pages(S3Path at, ListObjectsV2Request first, Pages pages) throws IOException {
    ListObjectsV2Request request = first;
    while (true) {
      ListObjectsV2Request asked = request;
      ListObjectsV2Response page = ask(at, () -> client().listObjectsV2(asked));
      String skippedTo = pages.visit(page);
      boolean more = Boolean.TRUE.equals(page.isTruncated());
      if (!more) {
        return;
      }
      if (skippedTo != null) {
        request = first.toBuilder().startAfter(skippedTo).build();
      } else if (page.nextContinuationToken() == null) {
        throw new IOException(at + ": " + settings.store() + " ended its listing too early");
      } else {
        request = first.toBuilder().continuationToken(page.nextContinuationToken()).build();
      }
    }
  }

  @Override
  public void walk(String folder, int depth, Visitor visitor) throws IOException {
    walk(folder, "", depth, visitor);
  }

  /**
   * Makes one listing of everything if the depth has no limit, and otherwise one for each folder.
   */
  @Override
  public void walk(String folder, String start, int depth, Visitor visitor) throws IOException {
    S3Path at = S3Path.parse(folder);
    if (depth == Integer.MAX_VALUE) {
      walkAll(at, folder, start, visitor);
      return;
    }
    List<Entry> entries;
    try {
      entries = list(at, start);
    } catch (IOException e) {
      visitor.unreadable(folder, e);
      return;
    }
    for (Entry entry : entries) {
      if (entry.kind() == Kind.FILE) {
        visitor.visit(entry);
      } else if (depth > 0 && visitor.enters(entry)) {
        walk(entry.path(), "", depth - 1, visitor);
      }
    }
  }

  private void walkAll(S3Path at, String folder, String start, Visitor visitor) throws IOException {
    String prefix = at.prefix();
    Folders folders = new Folders(at, prefix, visitor);
    boolean[] visiting = {false};
    try {
      pages(
          at,
          listing(at, prefix + start).build(),
          page -> {
            visiting[0] = true;
            String refused = null;
            for (S3Object object : page.contents()) {
              refused = folders.refused(object.key());
              if (refused == null && isFile(object, prefix)) {
                visitor.visit(entry(at, object));
              }
            }
            visiting[0] = false;
            // What is left of a folder that isn't entered needs no further pages.
            return refused == null ? null : refused + LAST;
          });
    } catch (IOException e) {
      if (visiting[0]) {
        throw e;
      }
      visitor.unreadable(folder, e);
    }
  }

  /** The folders that a listing of keys passes through, in its order. */
  private static final class Folders {
    private final S3Path at;
    private final int from;
    private final Visitor visitor;

    /** The folder of the last key, with its slash. */
    private String entered;

    /** The last folder that the visitor refused, with its slash; empty if there is none. */
    private String refused = "";

    Folders(S3Path at, String prefix, Visitor visitor) {
      this.at = at;
      this.from = prefix.length();
      this.entered = prefix;
      this.visitor = visitor;
    }

    /** The folder above a key that the visitor doesn't enter; null if it enters all. */
    String refused(String key) throws IOException {
      if (!refused.isEmpty() && key.startsWith(refused)) {
        return refused;
      }
      int slash = from;
      while ((slash = key.indexOf('/', slash)) >= 0) {
        String folder = key.substring(0, slash + 1);
        if (!entered.startsWith(folder)
            && !visitor.enters(new Entry(at.uri(key.substring(0, slash)), Kind.FOLDER, 0, 0))) {
          refused = folder;
          return refused;
        }
        slash++;
      }
      entered = key.substring(0, key.lastIndexOf('/') + 1);
      return null;
    }
  }

  @Override
  public String canonical(String path) throws IOException {
    S3Path.parse(path);
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  @Override
  public SeekableByteChannel open(String path) throws IOException {
    return new S3Channel(this, S3Path.parse(path), S3Channel.UNKNOWN, "");
  }

  @Override
  public SeekableByteChannel open(Entry listed) throws IOException {
    return new S3Channel(this, S3Path.parse(listed.path()), listed.length(), listed.tag());
  }

  @Override
  public Optional<Versioned> read(String path, int limit) throws IOException {
    S3Path at = S3Path.parse(path);
    try {
      Optional<Versioned> there =
          Optional.ofNullable(
              client()
                  .getObject(
                      GetObjectRequest.builder().bucket(at.bucket()).key(at.key()).build(),
                      (response, stream) -> {
                        if (response.contentLength() > limit) {
                          stream.abort();
                          return null;
                        }
                        return new Versioned(body(response, stream), response.eTag());
                      }));
      if (there.isEmpty()) {
        throw new IOException(path + ": longer than " + limit + " bytes");
      }
      return there;
    } catch (SdkException e) {
      if (S3Errors.status(e) == S3Errors.NOT_FOUND && !S3Errors.code(e).equals("NoSuchBucket")) {
        return Optional.empty();
      }
      throw S3Errors.of(at, e, settings);
    }
  }

  /** All bytes of an answer; the SDK asks again if it breaks off. */
  static byte[] body(GetObjectResponse response, AbortableInputStream stream) {
    return body(response.contentLength(), stream);
  }

  private static byte[] body(long length, InputStream stream) {
    try {
      byte[] bytes = stream.readNBytes(Math.toIntExact(length));
      if (bytes.length < length) {
        throw new EOFException(
            "the answer ends after " + bytes.length + " of " + length + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw RetryableException.create(e.getMessage(), e);
    }
  }

  @Override
  public OutputStream create(String path) throws IOException {
    return new S3Output(this, S3Path.parse(path));
  }

  @Override
  public void put(String path, byte[] bytes) throws IOException {
    S3Path at = S3Path.parse(path);
    ask(at, () -> client().putObject(writing(at, bytes).build(), RequestBody.fromBytes(bytes)));
  }

  private static PutObjectRequest.Builder writing(S3Path at, byte[] bytes) {
    return PutObjectRequest.builder()
        .bucket(at.bucket())
        .key(at.key())
        .contentMD5(md5(bytes, bytes.length));
  }

  static String md5(byte[] bytes, int size) {
    MessageDigest digest = md5();
    digest.update(bytes, 0, size);
    return Base64.getEncoder().encodeToString(digest.digest());
  }

  static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  @Override
  public boolean createOnce(String path, byte[] bytes) throws IOException {
    S3Path at = S3Path.parse(path);
    return write(at, writing(at, bytes).ifNoneMatch("*").build(), bytes).isPresent();
  }

  @Override
  public boolean replaceIf(String path, byte[] bytes, String tag) throws IOException {
    S3Path at = S3Path.parse(path);
    return write(at, writing(at, bytes).ifMatch(tag).build(), bytes).isPresent();
  }

  /** The new tag of a conditional write; empty if the condition doesn't hold. */
  Optional<String> writeIf(S3Path at, byte[] bytes, String tag) throws IOException {
    PutObjectRequest.Builder request = writing(at, bytes);
    return write(
        at, (tag == null ? request.ifNoneMatch("*") : request.ifMatch(tag)).build(), bytes);
  }

  private Optional<String> write(S3Path at, PutObjectRequest request, byte[] bytes)
      throws IOException {
    for (int conflicts = 0; ; conflicts++) {
      try {
        return Optional.of(client().putObject(request, RequestBody.fromBytes(bytes)).eTag());
      } catch (SdkException e) {
        int status = S3Errors.status(e);
        if (status == S3Errors.PRECONDITION_FAILED
            || (status == S3Errors.NOT_FOUND
                && request.ifMatch() != null
                && !S3Errors.code(e).equals("NoSuchBucket"))) {
          return Optional.empty();
        }
        // Another conditional write of the object isn't finished yet.
        if (status != S3Errors.CONFLICT || conflicts == MOST_CONFLICTS) {
          throw S3Errors.of(at, e, settings);
        }
        pause(at);
      }
    }
  }

  private void pause(S3Path at) throws IOException {
    try {
      Thread.sleep(settings.pause().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException(at + ": interrupted");
    }
  }

  @Override
  public void delete(String path) throws IOException {
    S3Path at = S3Path.parse(path);
    pages(
        at,
        listing(at, at.prefix()).build(),
        page -> {
          deleteAll(at, page.contents());
          return null;
        });
    if (!at.key().isEmpty()) {
      deleteObject(at);
    }
  }

  void deleteObject(S3Path at) throws IOException {
    deleteObject(at, at.key());
  }

  private void deleteObject(S3Path at, String key) throws IOException {
    ask(at, () -> client().deleteObject(b -> b.bucket(at.bucket()).key(key)));
  }

  private void deleteAll(S3Path at, List<S3Object> objects) throws IOException {
    if (objects.size() > 1 && !oneByOne && deleteTogether(at, objects)) {
      return;
    }
    List<Together.Call> deletions = new ArrayList<>();
    objects.forEach(object -> deletions.add(() -> deleteObject(at, object.key())));
    Together.run(deletions);
  }

  /** Deletes all with one request; false if the store doesn't support it. */
  private boolean deleteTogether(S3Path at, List<S3Object> objects) throws IOException {
    List<ObjectIdentifier> keys =
        objects.stream().map(o -> ObjectIdentifier.builder().key(o.key()).build()).toList();
    DeleteObjectsResponse answer;
    try {
      answer =
          client()
              .deleteObjects(b -> b.bucket(at.bucket()).delete(d -> d.objects(keys).quiet(true)));
    } catch (SdkException e) {
      if (S3Errors.status(e) == S3Errors.NOT_IMPLEMENTED) {
        oneByOne = true;
        return false;
      }
      throw S3Errors.of(at, e, settings);
    }
    if (answer.hasErrors() && !answer.errors().isEmpty()) {
      var error = answer.errors().get(0);
      throw new IOException(
          at.uri(error.key()) + ": can't be deleted: " + error.code() + " " + error.message());
    }
    return true;
  }

  /** Does nothing: what a store has acknowledged is safe. */
  @Override
  public void force(String path) {}

  @Override
  public Optional<Closeable> lock(String path, String content) throws IOException {
    return S3Lease.take(this, S3Path.parse(path), content);
  }
}
