package org.crashtag.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.crashtag.storage.Storage.Versioned;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * A lock: an object that its holder renews. A lock that hasn't been renewed for a long time is
 * stale, and another process takes it over. Ages are differences between times of the store's own
 * clock.
 *
 * <p>A holder that is suspended for a long time and then goes on doesn't know that it has lost the
 * lock. So the lock only saves work; a commit is exclusive because its manifest can be created only
 * once.
 */
final class S3Lease implements Closeable {
  private static final int MOST_BYTES = 1 << 12;
  private static final int TRIES = 3;

  private final S3Storage storage;
  private final S3Path path;
  private final String content;
  private final String nonce = UUID.randomUUID().toString();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lease");
            thread.setDaemon(true);
            return thread;
          });
  private final Thread hook = new Thread(this::releaseAtExit, "lease-release");
  private ScheduledFuture<?> renewing;
  private String tag;
  private long renewals;
  private boolean closed;

  private S3Lease(S3Storage storage, S3Path path, String content) {
    this.storage = storage;
    this.path = path;
    this.content = content;
  }

  /** Takes a lock; empty while another holder has it. */
  static Optional<Closeable> take(S3Storage storage, S3Path path, String content)
      throws IOException {
    S3Lease lease = new S3Lease(storage, path, content);
    boolean taken = false;
    try {
      taken = lease.take();
    } finally {
      if (!taken) {
        lease.timer.shutdownNow();
      }
    }
    return taken ? Optional.of(lease) : Optional.empty();
  }

  private boolean take() throws IOException {
    for (int tries = 0; tries < TRIES; tries++) {
      byte[] bytes = bytes();
      Optional<String> created = storage.writeIf(path, bytes, null);
      if (created.isPresent()) {
        checkConditions(bytes);
        begin(created.get());
        return true;
      }
      Optional<Versioned> there = storage.read(path.toString(), MOST_BYTES);
      if (there.isPresent() && Arrays.equals(there.get().bytes(), bytes)) {
        // The store answered the first of two equal requests, but the answer was lost.
        begin(there.get().tag());
        return true;
      }
      Optional<HeadObjectResponse> head = storage.head(path);
      if (head.isPresent() && !isStale(head.get())) {
        return false;
      }
      if (head.isPresent()) {
        Optional<String> replaced = storage.writeIf(path, bytes, head.get().eTag());
        if (replaced.isPresent()) {
          begin(replaced.get());
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Tests whether the store honours conditional writes: this object exists now, so creating it
   * again must fail, and so must replacing another version of it.
   */
  private void checkConditions(byte[] bytes) throws IOException {
    boolean honoured =
        storage.writeIf(path, bytes, null).isEmpty()
            && storage.writeIf(path, bytes, "\"00000000000000000000000000000000\"").isEmpty();
    if (!honoured) {
      storage.delete(path.toString());
      throw new IOException(
          path.bucketUri()
              + ": "
              + storage.settings().store()
              + " ignores conditional writes (If-None-Match, If-Match), without which two runs"
              + " could overwrite each other's results; choose another store for the output");
    }
  }

  private boolean isStale(HeadObjectResponse head) {
    Optional<Instant> now =
        head.sdkHttpResponse().firstMatchingHeader("Date").flatMap(S3Lease::time);
    // A store that doesn't tell its time leaves only this machine's.
    Duration age = Duration.between(head.lastModified(), now.orElseGet(Instant::now));
    return age.compareTo(storage.settings().stale()) >= 0;
  }

  private static Optional<Instant> time(String header) {
    try {
      return Optional.of(
          ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Each renewal writes other bytes, so that each version has its own tag. */
  private byte[] bytes() {
    return (content + "\n" + nonce + " " + renewals + "\n").getBytes(UTF_8);
  }

  private synchronized void begin(String first) {
    tag = first;
    Runtime.getRuntime().addShutdownHook(hook);
    long period = storage.settings().renewal().toMillis();
    renewing = timer.scheduleWithFixedDelay(this::renew, period, period, TimeUnit.MILLISECONDS);
  }

  /** Ends when another process has taken the lease over; otherwise tries again next time. */
  private synchronized void renew() {
    if (closed) {
      return;
    }
    byte[] before = bytes();
    renewals++;
    try {
      Optional<String> renewed = storage.writeIf(path, bytes(), tag);
      if (renewed.isEmpty()) {
        renewed =
            storage
                .read(path.toString(), MOST_BYTES)
                .filter(there -> Arrays.equals(there.bytes(), bytes()))
                .map(Versioned::tag);
      }
      if (renewed.isEmpty()) {
        renewing.cancel(false);
        return;
      }
      tag = renewed.get();
    } catch (IOException e) {
      // Whether the store has the old version or the new one is found out by the next renewal.
      findTag(before);
    }
  }

  private void findTag(byte[] before) {
    try {
      storage
          .read(path.toString(), MOST_BYTES)
          .filter(
              there ->
                  Arrays.equals(there.bytes(), before) || Arrays.equals(there.bytes(), bytes()))
          .ifPresent(there -> tag = there.tag());
    } catch (IOException e) {
      // The store can't be reached at all; the lease becomes stale if that lasts.
    }
  }

  /** A process that is asked to end doesn't keep others waiting. */
  private void releaseAtExit() {
    try {
      release();
    } catch (IOException e) {
      // The lease becomes stale.
    }
  }

  /** Removes the lease if it is still this one. */
  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is being ended; the hook finds nothing to do.
    }
    release();
  }

  private void release() throws IOException {
    timer.shutdownNow();
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      Optional<Versioned> there = storage.read(path.toString(), MOST_BYTES);
      if (there.isPresent() && new String(there.get().bytes(), UTF_8).contains(nonce)) {
        storage.deleteObject(path);
      }
    }
  }
}
