package org.crashtag.sql;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.crashtag.storage.Storage;
import org.crashtag.store.Count;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;

/** Decodes runs again, group by group. */
final class GroupRebuild {
  private final Replacements replacements;
  private final Storage storage;
  private final OutputFolder output;
  private final Redecoder redecoder;
  private final boolean all;
  private final Map<String, Long> sums;

  /** Makes runs that replace others. */
  interface Replacements {
    Replacement of(List<View> committed, List<Manifest> chosen, Optional<PartCache> near)
        throws IOException;
  }

  /**
   * @param all whether every dump is decoded again, not only outdated ones
   * @param sums gets the counts of all groups, by name
   */
  GroupRebuild(
      Replacements replacements,
      Storage storage,
      OutputFolder output,
      Redecoder redecoder,
      boolean all,
      Map<String, Long> sums) {
    this.replacements = replacements;
    this.storage = storage;
    this.output = output;
    this.redecoder = redecoder;
    this.all = all;
    this.sums = sums;
  }

  /**
   * Decodes again.
   *
   * @param live the runs whose rows count, oldest first
   * @param committed views of all committed runs
   * @param batch a group ends with the run that brings it to this number of dumps
   * @return the runs that replace others
   */
  List<Manifest> run(List<Manifest> live, List<View> committed, long batch)
      throws IOException, SqlFault {
    List<Manifest> written = new ArrayList<>();
    List<Manifest> group = new ArrayList<>();
    long dumps = 0;
    try (Workspace workspace = Workspace.of(storage, output, "outdated")) {
      for (Manifest manifest : live) {
        if (all || isOutdated(committed, manifest, workspace)) {
          group.add(manifest);
          dumps += dumps(manifest);
        }
        if (dumps >= batch) {
          rebuild(committed, group, workspace.near()).ifPresent(written::add);
          workspace.near().clear();
          group.clear();
          dumps = 0;
        }
      }
      if (!group.isEmpty()) {
        rebuild(committed, group, workspace.near()).ifPresent(written::add);
      }
    }
    return written;
  }

  private static long dumps(Manifest manifest) {
    return manifest.tables().stream()
        .filter(entry -> entry.name().equals("dumps"))
        .mapToLong(Manifest.Table::rows)
        .sum();
  }

  private boolean isOutdated(List<View> committed, Manifest manifest, Workspace workspace)
      throws SqlFault, IOException {
    List<View> telling =
        committed.stream().filter(view -> Outdated.TABLES.contains(view.schema().name())).toList();
    try (MergedParts parts =
        MergedParts.open(Replacement.viewsOf(telling, List.of(manifest)), workspace)) {
      return Outdated.find(parts, redecoder, false) > 0;
    } catch (SQLException e) {
      throw new SqlFault(e);
    }
  }

  private Optional<Manifest> rebuild(List<View> committed, List<Manifest> group, PartCache near)
      throws IOException, SqlFault {
    try (Replacement replacement = replacements.of(committed, group, Optional.of(near))) {
      Optional<Manifest> written = rebuild(replacement);
      if (written.isEmpty()) {
        replacement.abandon();
      }
      return written;
    }
  }

  private Optional<Manifest> rebuild(Replacement replacement) throws IOException, SqlFault {
    try (MergedParts parts = MergedParts.open(replacement.views(), replacement.workspace())) {
      Rebuild rebuild = new Rebuild(replacement, parts, redecoder, all);
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
    return Optional.empty();
  }
}
