package org.crashtag.pipeline;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.crashtag.storage.Storage;

/** Works in files of the staging folder, one for each bucket. */
final class WorkList implements Closeable {
  private final RunPlan plan;
  private final Storage storage;
  private final TreeMap<Integer, DataOutputStream> open = new TreeMap<>();

  WorkList(RunPlan plan) {
    this.plan = plan;
    this.storage = plan.storage();
  }

  /** Adds a work to its unit's bucket, so that no archive is opened by two workers. */
  void add(Work work) throws IOException {
    int bucket = work.bucket(plan.buckets());
    DataOutputStream out = open.get(bucket);
    if (out == null) {
      String path = path(plan, bucket);
      out = new DataOutputStream(new BufferedOutputStream(storage.create(path)));
      open.put(bucket, out);
    }
    work.write(out);
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  private static String path(RunPlan plan, int bucket) {
    return plan.staging() + "/works/" + bucket;
  }

  @Override
  public void close() throws IOException {
    for (DataOutputStream out : open.values()) {
      out.close();
    }
  }

  /** A bucket's works; none where it has no file. */
  static List<Work> read(RunPlan plan, int bucket) throws IOException {
    Storage storage = plan.storage();
    String path = path(plan, bucket);
    List<Work> works = new ArrayList<>();
    if (storage.find(path).isEmpty()) {
      return works;
    }
    try (InputStream file = new BufferedInputStream(Channels.newInputStream(storage.open(path)))) {
      DataInputStream in = new DataInputStream(file);
      while (hasMore(file)) {
        works.add(Work.read(in));
      }
    }
    return works;
  }

  private static boolean hasMore(InputStream file) throws IOException {
    file.mark(1);
    boolean more = file.read() >= 0;
    file.reset();
    return more;
  }
}
