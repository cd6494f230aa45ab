package org.crashtag.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.crashtag.decode.Column;
import org.crashtag.decode.TableSchema;
import org.crashtag.store.Count;

/**
 * The rows of some runs, in which the rows of each dump that could be decoded again are replaced:
 * all of them if the dump is in the archive, otherwise those of the decoders all of whose blobs
 * were kept. Rows of decoders that are not selected stay, and so do rows of dumps that can't be
 * read.
 */
final class Rebuild {
  private static final String ARCHIVE = "archive";
  private static final String BLOBS = "blobs";

  private final Replacement replacement;
  private final MergedParts parts;
  private final Redecoder redecoder;
  private final String folder;
  private final long outdated;
  private final List<String> kept;

  /**
   * @param parts with views of all tables of the runs that are replaced
   * @param all whether every dump is decoded again
   */
  Rebuild(Replacement replacement, MergedParts parts, Redecoder redecoder, boolean all)
      throws SQLException {
    this.replacement = replacement;
    this.parts = parts;
    this.redecoder = redecoder;
    this.folder = replacement.scratch();
    this.outdated = Outdated.find(parts, redecoder, all);
    this.kept = parts.texts("SELECT DISTINCT tag FROM tags WHERE data IS NOT NULL ORDER BY tag");
  }

  /** Decodes again what can be read, and returns counts by name. */
  Map<String, Long> decode() throws SQLException, IOException {
    fromArchive();
    fromBlobs();
    Map<String, Long> counts = new TreeMap<>();
    counts.put(
        Count.DUMPS_FROM_ARCHIVE.label(), parts.number("SELECT count(*) FROM rebuild.decoded"));
    counts.put(
        Count.DUMPS_FROM_BLOBS.label(),
        parts.number("SELECT count(DISTINCT dump_id) FROM rebuild.kept"));
    counts.put(
        Count.DUMPS_OUT_OF_REACH.label(),
        parts.number(
            "SELECT count(*) FROM rebuild.outdated ANTI JOIN rebuild.decoded USING (dump_id)"
                + " ANTI JOIN rebuild.kept USING (dump_id)"));
    counts.put(
        Count.SOURCES_UNREADABLE.label(),
        parts.number(
            "SELECT count(DISTINCT source) FROM "
                + name(ARCHIVE, "sources")
                + " WHERE outcome = 'unreadable'"));
    return counts;
  }

  private void fromArchive() throws SQLException, IOException {
    List<Redecoder.Part> decoded;
    try (MergedParts.Rows rows =
        parts.rows(
            "SELECT dumps.dump_id, dumps.source, dumps.member, dumps.file_bytes, file.kind"
                + " FROM dumps SEMI JOIN rebuild.outdated USING (dump_id) LEFT JOIN"
                + " (SELECT source, min(kind) AS kind FROM sources WHERE member IS NULL"
                + " GROUP BY source) AS file ON file.source = dumps.source"
                + " ORDER BY dumps.source, dumps.member NULLS FIRST, dumps.dump_id")) {
      decoded = redecoder.fromArchive(target(ARCHIVE), outdated, new ArchivedDumps(rows.result()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    view(ARCHIVE, decoded);
    // The dump must be at least as long as when it was read.
    parts.run(
        "CREATE TABLE rebuild.decoded AS SELECT DISTINCT dump_id FROM "
            + name(ARCHIVE, "dumps")
            + " AS now JOIN dumps AS earlier USING (dump_id) WHERE now.tag_count >="
            + " earlier.tag_count AND coalesce(now.region_bytes, 0) >="
            + " coalesce(earlier.region_bytes, 0)");
    parts.run(
        "CREATE TABLE rebuild.unclaimed AS SELECT DISTINCT dump_id, ordinal FROM tags"
            + " SEMI JOIN rebuild.decoded USING (dump_id) ANTI JOIN rebuild.decided USING (tag)"
            + " WHERE decoder IS NOT NULL");
  }

  private Redecoder.Target target(String origin) {
    return new Redecoder.Target(replacement.run(), folder + "/" + origin, kept);
  }

  /** A decoder can need all its blobs of a dump, because one can name what another contains. */
  private void fromBlobs() throws SQLException, IOException {
    parts.run(
        "CREATE TABLE rebuild.kept AS SELECT dump_id, ordinal FROM (SELECT dump_id, ordinal, bytes,"
            + " bool_and(bytes = 0 OR coalesce(octet_length(data) = kept_bytes, false))"
            + " OVER (PARTITION BY dump_id, now.decoder) AS whole"
            + " FROM tags JOIN rebuild.decided AS now USING (tag)"
            + " SEMI JOIN rebuild.outdated USING (dump_id)"
            + " ANTI JOIN rebuild.decoded USING (dump_id)) WHERE whole AND bytes > 0");
    List<Redecoder.Part> decoded = List.of();
    if (parts.number("SELECT count(*) FROM rebuild.kept") > 0) {
      String ofKept = " SEMI JOIN (SELECT DISTINCT dump_id FROM rebuild.kept) USING (dump_id)";
      try (MergedParts.Rows dumps =
              parts.rows(
                  "SELECT dumps.*, modules.* EXCLUDE (dump_id) FROM dumps LEFT JOIN (SELECT dump_id"
                      + moduleLists()
                      + " FROM modules GROUP BY dump_id) AS modules USING (dump_id)"
                      + ofKept
                      + " ORDER BY dump_id");
          MergedParts.Rows blobs =
              parts.rows(
                  "SELECT dump_id, ordinal, tag, \"offset\", bytes, sha256, data FROM tags"
                      + " SEMI JOIN rebuild.kept USING (dump_id, ordinal)"
                      + " ORDER BY dump_id, ordinal")) {
        decoded = redecoder.fromBlobs(target(BLOBS), new KeptRows(dumps.result(), blobs.result()));
      }
    }
    view(BLOBS, decoded);
  }

  private static String moduleLists() {
    StringBuilder lists = new StringBuilder();
    for (String column : StoredDump.MODULE_COLUMNS) {
      lists.append(", list(\"").append(column).append("\" ORDER BY entry) AS \"");
      lists.append(column).append("\"");
    }
    return lists.toString();
  }

  /** Creates views of what was decoded. */
  private void view(String origin, List<Redecoder.Part> parts) throws SQLException, IOException {
    for (View view : replacement.views()) {
      TableSchema table = view.schema();
      List<String> columns = table.columns().stream().map(Column::name).toList();
      String run = replacement.run();
      List<View.PartFile> decoded = new ArrayList<>();
      for (Redecoder.Part part : parts) {
        if (part.table().equals(table.name())) {
          decoded.add(new View.PartFile(part.path(), run, columns));
        }
      }
      TableSchema named =
          new TableSchema(origin + "." + table.name(), table.sentence(), table.columns());
      this.parts.view(new View(named, decoded));
    }
  }

  private static String name(String origin, String table) {
    return ViewStatements.identifier(origin + "." + table);
  }

  /** Writes a table's rows, those that stay and those that are new. */
  List<MergedParts.WrittenFile> write(TableSchema table) throws SQLException, IOException {
    String rebuilt = "rebuilt." + table.name();
    parts.run("CREATE VIEW " + ViewStatements.identifier(rebuilt) + " AS " + rows(table));
    return parts.write(table, rebuilt, "TRUE", replacement.folder(table));
  }

  private static String rows(TableSchema table) {
    return has(table, "dump_id") && !table.name().equals("sources")
        ? staying(table)
            + " UNION ALL "
            + fresh(table, ARCHIVE)
            + " UNION ALL "
            + fresh(table, BLOBS)
        : "SELECT * FROM " + ViewStatements.identifier(table.name());
  }

  private static String staying(TableSchema table) {
    boolean ofBlobs = has(table, "ordinal");
    String own =
        table.name().equals("rejects")
            ? " AND dump.source = row.source AND dump.member IS NOT DISTINCT FROM row.member"
            : "";
    return "SELECT row.* FROM "
        + ViewStatements.identifier(table.name())
        + " AS row LEFT JOIN (SELECT dump_id, source, member FROM dumps"
        + " SEMI JOIN rebuild.decoded USING (dump_id)) AS dump ON dump.dump_id = row.dump_id"
        + own
        + (ofBlobs
            ? " LEFT JOIN rebuild.unclaimed AS other ON other.dump_id = row.dump_id"
                + " AND other.ordinal = row.ordinal LEFT JOIN rebuild.kept AS kept"
                + " ON kept.dump_id = row.dump_id AND kept.ordinal = row.ordinal"
                + " WHERE (dump.dump_id IS NULL OR other.dump_id IS NOT NULL)"
                + " AND kept.dump_id IS NULL"
            : " WHERE dump.dump_id IS NULL");
  }

  private static String fresh(TableSchema table, String origin) {
    boolean ofBlobs = has(table, "ordinal");
    boolean isTags = table.name().equals("tags");
    StringBuilder columns = new StringBuilder();
    for (Column column : table.columns()) {
      String name = ViewStatements.identifier(column.name());
      // Bytes that were kept stay kept, and blobs that were hashed stay hashed.
      boolean stays = isTags && (column.name().equals("data") || column.name().equals("sha256"));
      columns.append(
          stays ? "coalesce(earlier." + name + ", row." + name + "), " : "row." + name + ", ");
    }
    return "SELECT "
        + columns
        + "dump.run FROM "
        + name(origin, table.name())
        + " AS row JOIN dumps AS dump ON dump.dump_id = row.dump_id"
        + (isTags
            ? " LEFT JOIN tags AS earlier ON earlier.dump_id = row.dump_id"
                + " AND earlier.ordinal = row.ordinal"
            : "")
        + (origin.equals(ARCHIVE)
            ? " SEMI JOIN rebuild.decoded AS whole ON whole.dump_id = row.dump_id"
                + (ofBlobs
                    ? " ANTI JOIN rebuild.unclaimed AS other ON other.dump_id = row.dump_id"
                        + " AND other.ordinal = row.ordinal"
                    : "")
            : "");
  }

  private static boolean has(TableSchema table, String column) {
    return table.columns().stream().anyMatch(other -> other.name().equals(column));
  }

  /** Returns one row after the other. */
  private static final class ArchivedDumps implements Iterator<ArchivedDump> {
    private final ResultSet rows;
    private boolean hasNext;

    ArchivedDumps(ResultSet rows) throws SQLException {
      this.rows = rows;
      this.hasNext = rows.next();
    }

    @Override
    public boolean hasNext() {
      return hasNext;
    }

    @Override
    public ArchivedDump next() {
      if (!hasNext) {
        throw new NoSuchElementException();
      }
      try {
        ArchivedDump dump =
            new ArchivedDump(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                (Long) rows.getObject(4),
                rows.getString(5));
        hasNext = rows.next();
        return dump;
      } catch (SQLException e) {
        throw new UncheckedIOException(new IOException(e.getMessage(), e));
      }
    }
  }
}
