package org.crashtag.pipeline;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Works in files of the staging folder, one for each bucket. */
final class WorkList implements Closeable {
  private final RunPlan plan;
  private final NumberedFiles files;

  WorkList(RunPlan plan) {
    this.plan = plan;
    this.files = new NumberedFiles(plan.storage(), folder(plan));
  }

  private static String folder(RunPlan plan) {
    return plan.staging() + "/works";
  }

  /** Adds a work to its unit's bucket. */
  void add(Work work) throws IOException {
    files.add(work.bucket(plan.buckets()), work::write);
  }

  boolean isEmpty() {
    return files.count() == 0;
  }

  @Override
  public void close() throws IOException {
    files.close();
  }

  /** A bucket's works; none where it has no file. */
  static List<Work> read(RunPlan plan, int bucket) throws IOException {
    List<Work> works = new ArrayList<>();
    NumberedFiles.each(plan.storage(), folder(plan), bucket, Work::read, works::add);
    return works;
  }
}
