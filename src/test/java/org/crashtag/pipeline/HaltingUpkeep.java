package org.crashtag.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.crashtag.pipeline.FaultyStorage.Fault;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.Upkeep;

/**
 * Tasks that replace rows of earlier runs, in a separate process, which ends silently before or
 * after a call of the storage.
 */
final class HaltingUpkeep {
  /** {@link Task#EXPIRE} removes the dumps from before this day. */
  static final LocalDate EXPIRY = LocalDate.of(2026, 1, 1);

  /** If repeated, each does nothing except removing replaced files. */
  enum Task {
    COMPACT {
      @Override
      void run(StorageFactory storages, Path archive, Path output) throws IOException, SqlFault {
        upkeep(storages, output).compact(true, Duration.ZERO);
      }
    },
    EXPIRE {
      @Override
      void run(StorageFactory storages, Path archive, Path output) throws IOException, SqlFault {
        upkeep(storages, output).expire(EXPIRY, Duration.ZERO);
      }
    },
    REBUILD {
      @Override
      void run(StorageFactory storages, Path archive, Path output) throws IOException, SqlFault {
        Redecoding redecoding =
            new Redecoding(storages, TestRuns.PROGRAM, options(archive, output, List.of()));
        upkeep(storages, output)
            .rebuild(redecoding, false, RunOptions.DEFAULT_BATCH, Duration.ZERO);
      }
    };

    abstract void run(StorageFactory storages, Path archive, Path output)
        throws IOException, SqlFault;

    /** The second time removes what the first replaced. */
    void runTwice(StorageFactory storages, Path archive, Path output) throws IOException, SqlFault {
      run(storages, archive, output);
      run(storages, archive, output);
    }
  }

  private HaltingUpkeep() {}

  private static Upkeep upkeep(StorageFactory storages, Path output) {
    return new Upkeep(storages.get(), output.toString(), TestRuns.PROGRAM, TestRuns.tables());
  }

  /** In one bucket and one thread: the order of the calls is always the same. */
  static RunOptions options(Path archive, Path output, List<String> tags) {
    return TestRuns.ofTags(
        tags,
        List.of("all"),
        List.of(archive.toString()),
        output,
        RunOptions.DEFAULT_BATCH,
        1,
        "--targetParallelism=1");
  }

  /**
   * Runs.
   *
   * @param arguments the task, the archive, the output folder, the call's number from 1, and {@code
   *     BEFORE} or {@code BEHIND}
   */
  public static void main(String[] arguments) throws IOException, SqlFault {
    StorageFactory halting =
        FaultyStorage.haltingAt(Integer.parseInt(arguments[3]), Fault.valueOf(arguments[4]));
    Task.valueOf(arguments[0]).runTwice(halting, Path.of(arguments[1]), Path.of(arguments[2]));
    System.exit(0);
  }
}
