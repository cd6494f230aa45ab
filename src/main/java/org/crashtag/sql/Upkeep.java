package org.crashtag.sql;

import java.io.Closeable;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.crashtag.decode.TableSchema;
import org.crashtag.storage.Storage;
import org.crashtag.store.CommitListener;
import org.crashtag.store.Count;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;

/**
 * Maintains an output folder over years: merges the parts of many runs, removes old rows and
 * decodes dumps again. It writes a run whose manifest names the runs that it replaces; readers see
 * either the old runs or the new one. Replaced parts are removed after a grace period, so that
 * running queries can finish.
 */
public final class Upkeep {
  private final Storage storage;
  private final OutputFolder output;
  private final String program;
  private final List<TableSchema> tables;
  private final boolean locked;
  private final CommitListener listener;

  /**
   * @param program this program's version
   * @param tables all that this program knows
   */
  public Upkeep(Storage storage, String output, String program, List<TableSchema> tables) {
    this(
        storage,
        new OutputFolder(storage, output),
        program,
        tables,
        false,
        new EngineFiles(tables));
  }

  private Upkeep(
      Storage storage,
      OutputFolder output,
      String program,
      List<TableSchema> tables,
      boolean locked,
      CommitListener listener) {
    this.storage = storage;
    this.output = output;
    this.program = program;
    this.tables = List.copyOf(tables);
    this.locked = locked;
    this.listener = listener;
  }

  /**
   * For a folder whose lock the caller holds.
   *
   * @param program this program's version
   * @param tables all that this program knows
   */
  public static Upkeep withLockHeld(
      Storage storage, OutputFolder output, String program, List<TableSchema> tables) {
    return new Upkeep(storage, output, program, tables, true, new EngineFiles(tables));
  }

  /**
   * The same for a folder whose commits others hear of. If one of them fails, replaced parts stay,
   * because it may still name them.
   */
  public Upkeep telling(CommitListener other) {
    CommitListener both =
        (store, folder) -> {
          listener.committed(store, folder);
          other.committed(store, folder);
        };
    return new Upkeep(storage, output, program, tables, locked, both);
  }

  /**
   * What was done.
   *
   * @param manifest of the run that replaces others; empty if there was nothing to do
   * @param removed runs whose replaced parts were removed
   */
  public record Result(Optional<Manifest> manifest, List<String> removed) {}

  /**
   * Merges runs into parts of about 128 MB. A run that is much larger than all later ones together
   * stays as it is, so that nightly merging writes each row only a few times.
   *
   * @param all whether every run is merged, however large
   * @param grace how long replaced parts stay
   */
  public Result compact(boolean all, Duration grace) throws IOException, SqlFault {
    return result(
        grace,
        manifests -> {
          List<Manifest> live = OutputFolder.live(manifests);
          List<Manifest> chosen = all ? live : chosen(live);
          return chosen.size() < 2
              ? Optional.empty()
              : rewrite(manifests, chosen, "compact", parts -> Optional.of(table -> "TRUE"));
        });
  }

  /**
   * From the latest run backwards, each run that has at most twice the rows of all later ones.
   * Bytes are no measure: many small parts take more space than one large part.
   */
  private static List<Manifest> chosen(List<Manifest> live) {
    long behind = 0;
    int first = live.size();
    while (first > 0) {
      long rows = live.get(first - 1).tables().stream().mapToLong(Manifest.Table::rows).sum();
      if (behind > 0 && rows > 2 * behind) {
        break;
      }
      behind += rows;
      first--;
    }
    return live.subList(first, live.size());
  }

  /**
   * Removes the rows of dumps that crashed before a day (UTC), and of other sources that last
   * changed before it. The index stays, so that their files aren't read again.
   */
  public Result expire(LocalDate before, Duration grace) throws IOException, SqlFault {
    return result(
        grace,
        manifests -> {
          List<Manifest> live = OutputFolder.live(manifests);
          return live.isEmpty()
              ? Optional.empty()
              : rewrite(
                  manifests,
                  live,
                  "expire --before " + before,
                  parts -> Expiry.find(parts, before));
        });
  }

  /**
   * What was decoded again.
   *
   * @param manifests of the runs that replace others; none if there was nothing to do
   * @param counts of the dumps that were decoded again or not, and of unreadable sources, by {@link
   *     Count}; empty if nothing is out of date
   * @param removed runs whose replaced parts were removed
   */
  public record Rebuilt(List<Manifest> manifests, Map<String, Long> counts, List<String> removed) {
    public Rebuilt {
      manifests = List.copyOf(manifests);
      removed = List.copyOf(removed);
    }
  }

  /**
   * Decodes dumps again for which today's decoders would write other rows. Runs are replaced in
   * groups with one commit each: if it is killed, at most one group's work is lost.
   *
   * @param all whether every dump is decoded again, not only outdated ones
   * @param batch a group ends with the run that brings it to this number of dumps
   * @param grace how long replaced parts stay
   */
  public Rebuilt rebuild(Redecoder redecoder, boolean all, long batch, Duration grace)
      throws IOException, SqlFault {
    Map<String, Long> counts = new TreeMap<>();
    Done<List<Manifest>> done =
        upkeep(
            grace,
            manifests ->
                new GroupRebuild(this::replacement, storage, output, redecoder, all, counts)
                    .run(OutputFolder.live(manifests), committed(manifests), batch));
    return new Rebuilt(done.result, counts, done.removed);
  }

  private List<View> committed(List<Manifest> manifests) {
    return CommittedViews.of(output.path(), manifests, tables);
  }

  private Replacement replacement(
      List<View> committed, List<Manifest> chosen, Optional<PartCache> near) throws IOException {
    Replacement replacement = new Replacement(storage, output, program, committed, chosen, near);
    try {
      replacement.verify();
      return replacement;
    } catch (IOException | RuntimeException e) {
      replacement.close();
      throw e;
    }
  }

  /** One operation, with the lock held. */
  private interface Operation<T> {
    T run(List<Manifest> manifests) throws IOException, SqlFault;
  }

  private record Done<T>(T result, List<String> removed) {}

  private <T> Done<T> upkeep(Duration grace, Operation<T> operation) throws IOException, SqlFault {
    if (locked) {
      return upkeepLocked(grace, operation);
    }
    try (Closeable lock = output.lock(Instant.now())) {
      java.util.Objects.requireNonNull(lock);
      output.recover();
      return upkeepLocked(grace, operation);
    }
  }

  private <T> Done<T> upkeepLocked(Duration grace, Operation<T> operation)
      throws IOException, SqlFault {
    Instant now = Instant.now();
    try {
      T result = operation.run(output.manifests());
      listener.committed(storage, output);
      return new Done<>(result, output.removeReplaced(now.minus(grace)));
    } catch (IOException e) {
      throw output.explained(e);
    }
  }

  private Result result(Duration grace, Operation<Optional<Manifest>> operation)
      throws IOException, SqlFault {
    Done<Optional<Manifest>> done = upkeep(grace, operation);
    return new Result(done.result, done.removed);
  }

  /** The condition for the rows of a table that stay. */
  interface Condition {
    String of(TableSchema table);
  }

  /** Finds out which rows stay; empty if all do. */
  private interface Choice {
    Optional<Condition> of(MergedParts parts) throws SQLException;
  }

  private Optional<Manifest> rewrite(
      List<Manifest> manifests, List<Manifest> chosen, String command, Choice choice)
      throws IOException, SqlFault {
    try (Replacement replacement = replacement(committed(manifests), chosen, Optional.empty())) {
      Optional<Manifest> written = rewrite(replacement, command, choice);
      if (written.isEmpty()) {
        replacement.abandon();
      }
      return written;
    }
  }

  private static Optional<Manifest> rewrite(Replacement replacement, String command, Choice choice)
      throws IOException, SqlFault {
    try (MergedParts parts = MergedParts.open(replacement.views(), replacement.workspace())) {
      Optional<Condition> stays = choice.of(parts);
      if (stays.isPresent()) {
        for (View view : replacement.views()) {
          TableSchema table = view.schema();
          replacement.add(
              table, parts.write(table, stays.get().of(table), replacement.folder(table)));
        }
        return Optional.of(replacement.commit(command, Map.of()));
      }
    } catch (SQLException e) {
      throw new SqlFault(e);
    }
    return Optional.empty();
  }
}
