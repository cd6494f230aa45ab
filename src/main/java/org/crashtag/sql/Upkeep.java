package org.crashtag.sql;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.crashtag.decode.TableSchema;
import org.crashtag.storage.Storage;
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
  /** Table names that a pipeline file can't declare. */
  private static final String EXPIRED = "\"crashtag:expired\"";

  private static final String EXPIRED_SOURCES = "\"crashtag:expired_sources\"";

  private final Storage storage;
  private final OutputFolder output;
  private final String program;
  private final List<TableSchema> tables;

  /**
   * @param program this program's version
   * @param tables all that this program knows
   */
  public Upkeep(Storage storage, String output, String program, List<TableSchema> tables) {
    this.storage = storage;
    this.output = new OutputFolder(storage, output);
    this.program = program;
    this.tables = List.copyOf(tables);
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
          List<Manifest> live = Replacement.live(manifests);
          List<Manifest> chosen = all ? live : chosen(live);
          return chosen.size() < 2
              ? Optional.empty()
              : rewrite(manifests, chosen, "compact", parts -> "TRUE");
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
      long rows = rows(live.get(first - 1));
      if (behind > 0 && rows > 2 * behind) {
        break;
      }
      behind += rows;
      first--;
    }
    return live.subList(first, live.size());
  }

  private static long rows(Manifest manifest) {
    return manifest.tables().stream().mapToLong(Manifest.Table::rows).sum();
  }

  /**
   * Removes the rows of dumps that crashed before a day (UTC), and of other sources that last
   * changed before it. The index stays, so that their files aren't read again.
   */
  public Result expire(LocalDate before, Duration grace) throws IOException, SqlFault {
    String day = "TIMESTAMPTZ '" + before + " 00:00:00+00'";
    return result(
        grace,
        manifests -> {
          List<Manifest> live = Replacement.live(manifests);
          return live.isEmpty()
              ? Optional.empty()
              : rewrite(manifests, live, "expire --before " + before, parts -> keep(parts, day));
        });
  }

  /** The condition for rows that stay; empty if all rows stay. */
  private static String keep(MergedParts parts, String day) throws SQLException {
    parts.run(
        "CREATE TEMP TABLE "
            + EXPIRED
            + " AS SELECT dump_id FROM "
            + MergedParts.CRASHES
            + " WHERE crashed < "
            + day);
    parts.run(
        "CREATE TEMP TABLE "
            + EXPIRED_SOURCES
            + " AS SELECT DISTINCT source FROM sources WHERE dump_id IS NULL AND modified < "
            + day);
    boolean none =
        parts.number("SELECT count(*) FROM " + EXPIRED) == 0
            && parts.number("SELECT count(*) FROM " + EXPIRED_SOURCES) == 0;
    return none ? "" : "coalesce(dump_id NOT IN (SELECT dump_id FROM " + EXPIRED + "), TRUE)";
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
        upkeep(grace, manifests -> rebuild(manifests, redecoder, all, batch, counts));
    return new Rebuilt(done.result, counts, done.removed);
  }

  private List<Manifest> rebuild(
      List<Manifest> manifests,
      Redecoder redecoder,
      boolean all,
      long batch,
      Map<String, Long> counts)
      throws IOException, SqlFault {
    List<View> committed = committed(manifests);
    List<Manifest> written = new ArrayList<>();
    List<Manifest> group = new ArrayList<>();
    long dumps = 0;
    for (Manifest manifest : Replacement.live(manifests)) {
      if (all || isOutdated(committed, manifest, redecoder)) {
        group.add(manifest);
        dumps += rows(manifest, "dumps");
      }
      if (dumps >= batch) {
        rebuild(committed, group, redecoder, all, counts).ifPresent(written::add);
        group.clear();
        dumps = 0;
      }
    }
    if (!group.isEmpty()) {
      rebuild(committed, group, redecoder, all, counts).ifPresent(written::add);
    }
    return written;
  }

  private static long rows(Manifest manifest, String table) {
    return manifest.tables().stream()
        .filter(entry -> entry.name().equals(table))
        .mapToLong(Manifest.Table::rows)
        .sum();
  }

  private List<View> committed(List<Manifest> manifests) {
    return CommittedViews.of(output.path(), manifests, tables);
  }

  private boolean isOutdated(List<View> committed, Manifest manifest, Redecoder redecoder)
      throws IOException, SqlFault {
    List<View> telling =
        committed.stream().filter(view -> Outdated.TABLES.contains(view.schema().name())).toList();
    Path spill = Path.of(output.staging("outdated"), "spill");
    try (MergedParts parts =
        MergedParts.open(Replacement.viewsOf(telling, List.of(manifest)), spill)) {
      return Outdated.find(parts, redecoder, false) > 0;
    } catch (SQLException e) {
      throw new SqlFault(e);
    }
  }

  private Replacement replacement(List<View> committed, List<Manifest> chosen) throws IOException {
    return new Replacement(storage, output, program, committed, chosen);
  }

  private Optional<Manifest> rebuild(
      List<View> committed,
      List<Manifest> group,
      Redecoder redecoder,
      boolean all,
      Map<String, Long> sums)
      throws IOException, SqlFault {
    Replacement replacement = replacement(committed, group);
    try (MergedParts parts = MergedParts.open(replacement.views(), replacement.spill())) {
      Rebuild rebuild = new Rebuild(storage, replacement, parts, redecoder, all);
      Map<String, Long> counts = rebuild.decode();
      counts.forEach((name, count) -> sums.merge(name, count, Long::sum));
      if (Count.DUMPS_FROM_ARCHIVE.in(counts) + Count.DUMPS_FROM_BLOBS.in(counts) > 0) {
        for (View view : replacement.views()) {
          replacement.add(view.schema(), rebuild.write(view.schema()));
        }
        return Optional.of(replacement.commit("rebuild", counts));
      }
    } catch (SQLException e) {
      throw new SqlFault(e);
    }
    replacement.abandon();
    return Optional.empty();
  }

  /** One operation, with the lock held. */
  private interface Operation<T> {
    T run(List<Manifest> manifests) throws IOException, SqlFault;
  }

  private record Done<T>(T result, List<String> removed) {}

  private <T> Done<T> upkeep(Duration grace, Operation<T> operation) throws IOException, SqlFault {
    Instant now = Instant.now();
    try (Closeable lock = output.lock(now)) {
      java.util.Objects.requireNonNull(lock);
      output.recover();
      output.verifyParts();
      T result = operation.run(output.manifests());
      new EngineFiles(tables).committed(storage, output);
      return new Done<>(result, removeReplaced(output.manifests(), now.minus(grace)));
    }
  }

  private Result result(Duration grace, Operation<Optional<Manifest>> operation)
      throws IOException, SqlFault {
    Done<Optional<Manifest>> done = upkeep(grace, operation);
    return new Result(done.result, done.removed);
  }

  /** The condition for rows that stay, evaluated over the views; empty if all stay. */
  private interface Condition {
    String of(MergedParts parts) throws SQLException;
  }

  private Optional<Manifest> rewrite(
      List<Manifest> manifests, List<Manifest> chosen, String command, Condition condition)
      throws IOException, SqlFault {
    Replacement replacement = replacement(committed(manifests), chosen);
    try (MergedParts parts = MergedParts.open(replacement.views(), replacement.spill())) {
      String stays = condition.of(parts);
      if (stays.isEmpty()) {
        return Optional.empty();
      }
      for (View view : replacement.views()) {
        TableSchema table = view.schema();
        replacement.add(
            table, parts.write(table, staysIn(table, stays), replacement.folder(table)));
      }
    } catch (SQLException e) {
      throw new SqlFault(e);
    }
    return Optional.of(replacement.commit(command, Map.of()));
  }

  /** Rows without a dump are removed with their source. */
  private static String staysIn(TableSchema table, String stays) {
    boolean ofSources =
        table.columns().stream().anyMatch(column -> column.name().equals("source"))
            && !stays.equals("TRUE");
    return ofSources
        ? stays
            + " AND (dump_id IS NOT NULL OR source NOT IN (SELECT source FROM "
            + EXPIRED_SOURCES
            + "))"
        : stays;
  }

  /** Removes the parts of runs that a run from before {@code then} replaces. */
  private List<String> removeReplaced(List<Manifest> manifests, Instant then) throws IOException {
    List<String> removed = new ArrayList<>();
    Map<String, Manifest> byRun = new TreeMap<>();
    manifests.forEach(manifest -> byRun.put(manifest.run(), manifest));
    for (Manifest manifest : manifests) {
      if (!Instant.parse(manifest.finished()).isAfter(then)) {
        for (String run : manifest.replaces()) {
          if (byRun.containsKey(run) && removeParts(byRun.get(run))) {
            removed.add(run);
          }
        }
      }
    }
    return removed;
  }

  private boolean removeParts(Manifest manifest) throws IOException {
    boolean any = false;
    for (Manifest.Table table : manifest.tables()) {
      String folder = output.path() + "/" + table.name() + "/run=" + manifest.run();
      if (storage.find(folder).isPresent()) {
        storage.delete(folder);
        any = true;
      }
    }
    return any;
  }
}
