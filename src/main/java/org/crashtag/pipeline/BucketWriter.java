package org.crashtag.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.Reject;
import org.crashtag.storage.Storage;
import org.crashtag.store.BucketResult;
import org.crashtag.tag.KnownTags;

/**
 * Extracts, decodes and writes one bucket's dumps. Rows go straight into the open parts. If a dump
 * fails after it has given rows, the attempt only looks for whatever else fails so, and the bucket
 * is done again without all of these.
 */
final class BucketWriter {
  /**
   * So many attempts may run out of memory because of one dump each; after that the memory is too
   * small for any.
   */
  private static final int MOST_SHORTAGES = 3;

  private final RunPlan plan;
  private final String folder;
  private final Storage storage;
  private final DumpWalker walker;
  private final KnownTags known;

  /**
   * @param folder below which the parts are written, in folders of tables and runs
   */
  BucketWriter(RunPlan plan, String folder, Storage storage, DumpWalker walker, KnownTags known) {
    this.plan = plan;
    this.folder = folder;
    this.storage = storage;
    this.walker = walker;
    this.known = known;
  }

  /**
   * With the decoders and the storage of a run.
   *
   * @param folder below which the parts are written, in folders of tables and runs
   */
  static BucketWriter of(RunPlan plan, String folder) {
    KnownTags known = plan.knownTags();
    return new BucketWriter(plan, folder, plan.storage(), plan.walker(known), known);
  }

  /** Writes all rows of a bucket's tasks. */
  BucketResult write(int bucket, List<Task> tasks) throws IOException {
    List<Task> sorted = new ArrayList<>(tasks);
    sorted.sort(Task.BY_PLACE);
    Map<Sighting, Reject> unusable = new HashMap<>();
    Set<Sighting> again = new HashSet<>();
    int shortages = 0;
    while (true) {
      BucketAttempt attempt =
          new BucketAttempt(plan, folder, storage, walker, known, bucket, unusable);
      try {
        attempt.add(sorted);
        if (attempt.spoiled().isEmpty()) {
          return attempt.finish();
        }
        attempt.abandon();
        for (Map.Entry<Sighting, Reject> spoiled : attempt.spoiled().entrySet()) {
          Sighting sighting = spoiled.getKey();
          if (!attempt.isOutdated(sighting) || !again.add(sighting)) {
            unusable.put(sighting, spoiled.getValue());
          }
        }
        shortages += attempt.isOutOfMemory() ? 1 : 0;
        if (shortages > MOST_SHORTAGES) {
          throw new OutputFaultException(
              new IOException("there is not enough memory to write the tables' parts"));
        }
      } catch (IOException | RuntimeException | Error e) {
        attempt.abandonAfter(e);
        throw e;
      }
    }
  }
}
