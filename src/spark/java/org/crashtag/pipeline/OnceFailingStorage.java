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
    /** When an attempt has written all its rows and forces a part. */
    LAST_PART,
    /** When the commit writes the manifest. */
    COMMIT,
    /** When the manifest is written: the answer is lost. */
    BEHIND_COMMIT
  }

  private static final Pattern PART = Pattern.compile("/run=[^/]+/part-0*(\\d+)-");
  private static final Pattern MANIFEST = Pattern.compile("/_runs/[0-9]{8}\\.json$");

  /** Each bucket has a part of this table. */
  private static final String EVERY_BUCKETS_TABLE = "/dumps/run=";

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
    return super.create(path);
  }

  @Override
  public void force(String path) throws IOException {
    if (moment == Moment.LAST_PART && path.contains(EVERY_BUCKETS_TABLE)) {
      failInBucket(PART.matcher(path));
    }
    super.force(path);
  }

  @Override
  public boolean createOnce(String path, byte[] bytes) throws IOException {
    boolean commits = MANIFEST.matcher(path).find();
    if (moment == Moment.COMMIT && commits) {
      failOnce("run");
    }
    boolean created = super.createOnce(path, bytes);
    if (moment == Moment.BEHIND_COMMIT && commits) {
      failOnce("run");
    }
    return created;
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
