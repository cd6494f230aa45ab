package org.crashtag.pipeline;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Stores tasks in files of the staging folder, one for each bucket. */
final class TaskList implements Closeable {
  private final RunPlan plan;
  private final NumberedFiles files;

  TaskList(RunPlan plan) {
    this.plan = plan;
    this.files = new NumberedFiles(plan.storage(), folder(plan));
  }

  private static String folder(RunPlan plan) {
    return plan.staging() + "/tasks";
  }

  /** Adds a task to the bucket of its unit. */
  void add(Task task) throws IOException {
    files.add(task.bucket(plan.buckets()), task::write);
  }

  boolean isEmpty() {
    return files.count() == 0;
  }

  @Override
  public void close() throws IOException {
    files.close();
  }

  /** Reads the tasks of a bucket; none if it has no file. */
  static List<Task> read(RunPlan plan, int bucket) throws IOException {
    List<Task> tasks = new ArrayList<>();
    NumberedFiles.each(plan.storage(), folder(plan), bucket, Task::read, tasks::add);
    return tasks;
  }
}
