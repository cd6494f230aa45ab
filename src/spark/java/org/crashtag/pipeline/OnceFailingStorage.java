package org.crashtag.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crashtag.storage.LocalStorage;
import org.crashtag.testing.ForwardingStorage;

/** The local storage, that fails once in each bucket, or once at the commit. */
final class OnceFailingStorage extends ForwardingStorage {
  /** When it fails. */
  enum Moment {
    /** When an attempt begins its first part. */
    FIRST_PART,
    /** When an attempt has forced its last part, and writes its index: all its parts stay. */
    LAST_PART,
    /** When the commit moves the first table into place. */
    COMMIT,
    /** When the run is committed and what is staged is removed: the commit is done again. */
    BEHIND_COMMIT
  }

  private static final Pattern PART = Pattern.compile("/_staging/[^/]+/parts/[a-z_]+-(\\d+)-");
  private static final Pattern INDEX = Pattern.compile("/_staging/[^/]+/index/(\\d+)-");
  private static final Pattern READY = Pattern.compile("/_staging/[^/]+/ready/[a-z_]+$");
  private static final Pattern STAGED_RUN = Pattern.compile("/_staging/[^/]+$");

  /** Static: the runner makes a storage for each of its tasks. */
  private static final Set<String> FAILED = new ConcurrentSkipListSet<>();

  private final Moment moment;

  private OnceFailingStorage(Moment moment) {
    super(new LocalStorage());
    this.moment = moment;
  }

  static StorageFactory never() {
    return LocalStorage::new;
  }

  static StorageFactory at(Moment moment) {
    FAILED.clear();
    return () -> new OnceFailingStorage(moment);
  }

  /** Where it failed, sorted. */
  static List<String> failures() {
    return List.copyOf(FAILED);
  }

  @Override
  public OutputStream create(String path) throws IOException {
    if (moment == Moment.FIRST_PART) {
      failInBucket(PART.matcher(path));
    }
    if (moment == Moment.LAST_PART) {
      failInBucket(INDEX.matcher(path));
    }
    return super.create(path);
  }

  @Override
  public void move(String from, String to) throws IOException {
    if (moment == Moment.COMMIT && READY.matcher(from).find()) {
      failOnce("run");
    }
    super.move(from, to);
  }

  @Override
  public void delete(String path) throws IOException {
    if (moment == Moment.BEHIND_COMMIT && STAGED_RUN.matcher(path).find()) {
      failOnce("run");
    }
    super.delete(path);
  }

  private static void failInBucket(Matcher bucket) throws IOException {
    if (bucket.find()) {
      failOnce("bucket " + bucket.group(1));
    }
  }

  private static void failOnce(String where) throws IOException {
    if (FAILED.add(where)) {
      throw new IOException("injected fault in " + where);
    }
  }
}
