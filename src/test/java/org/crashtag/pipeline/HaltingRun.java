package org.crashtag.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.crashtag.pipeline.FaultyStorage.Fault;

/** A run in a separate process, which ends silently before or after a call of the storage. */
final class HaltingRun {
  /** Sources of a batch: the first batch's commit is followed by another one. */
  private static final int BATCH = 3;

  private HaltingRun() {}

  static RunOptions options(Path archive, Path output) {
    return TestRuns.inBatches(
        List.of(archive.toString()), output, BATCH, 1, "--targetParallelism=1");
  }

  /**
   * Runs.
   *
   * @param arguments the archive, the output folder, the call's number from 1, and {@code BEFORE}
   *     or {@code BEHIND}
   */
  public static void main(String[] arguments) throws IOException {
    StorageFactory halting =
        FaultyStorage.haltingAt(Integer.parseInt(arguments[2]), Fault.valueOf(arguments[3]));
    TestRuns.runMerging(halting, options(Path.of(arguments[0]), Path.of(arguments[1])));
    System.exit(0);
  }
}
