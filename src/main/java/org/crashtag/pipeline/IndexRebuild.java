package org.crashtag.pipeline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.source.SourceFile;
import org.crashtag.sql.CommittedViews;
import org.crashtag.sql.QueryResult;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.SqlSession;
import org.crashtag.storage.Storage;
import org.crashtag.store.Index;
import org.crashtag.store.IndexEntry;
import org.crashtag.store.OutputFolder;
import org.crashtag.table.Tables;

/**
 * Rebuilds a damaged index from the tables. They contain everything in it except the sources whose
 * rows {@code expire} removed: these count as new again.
 */
final class IndexRebuild {
  private static final String SOURCES =
      """
      SELECT source, run, epoch_us(modified), max(bytes) FILTER (member IS NULL),
        bool_or(outcome = 'unreadable'), bool_or(outcome = 'rejected'), coalesce(max(etag), '')
      FROM sources GROUP BY source, run, modified
      """;

  /** A dump that has no row in dumps, because that table wasn't asked for, is taken for whole. */
  private static final String DUMPS =
      """
      SELECT coalesce(dumps.dump_id, decoded.dump_id), coalesce(dumps.run, decoded.run),
        coalesce(region_end, 'none'), coalesce(region_locator, 'unknown'), file_bytes, region_offset
      FROM dumps FULL JOIN (SELECT dump_id, max(run) AS run FROM sources
        WHERE outcome = 'decoded' AND dump_id IS NOT NULL GROUP BY dump_id) AS decoded
        ON decoded.dump_id = dumps.dump_id
      """;

  private final Storage storage;
  private final OutputFolder output;
  private final String folder;

  /**
   * @param folder for what is found, by slice
   */
  IndexRebuild(Storage storage, OutputFolder output, String folder) {
    this.storage = storage;
    this.output = output;
    this.folder = folder;
  }

  /** Replaces the index; call it with the lock held. */
  void run() throws IOException {
    storage.delete(folder);
    try (NumberedFiles slices = new NumberedFiles(storage, folder);
        SqlSession session =
            SqlSession.open(
                storage,
                CommittedViews.of(
                    output.path(),
                    output.manifests(),
                    List.of(Tables.SOURCES.schema(), Tables.DUMPS.schema())))) {
      find(session, SOURCES, row -> add(slices, source(row), (String) row[1]));
      find(session, DUMPS, row -> add(slices, dump(row), (String) row[1]));
    } catch (SqlFault e) {
      throw new IOException(
          output.path() + ": the index is damaged, and the tables can't be read: " + e.getMessage(),
          e);
    }
    output.replaceIndex(this::slice);
    storage.delete(folder);
  }

  private static void find(
      SqlSession session, String question, NumberedFiles.Visitor<Object[]> visitor)
      throws IOException, SqlFault {
    try (QueryResult rows = session.query(question)) {
      for (Object[] row = rows.next(); row != null; row = rows.next()) {
        visitor.visit(row);
      }
    }
  }

  private static void add(NumberedFiles slices, IndexEntry entry, String run) throws IOException {
    slices.add(entry.slice(), out -> write(out, entry, run));
  }

  private static void write(DataOutput out, IndexEntry entry, String run) throws IOException {
    out.writeLong(entry.high());
    out.writeLong(entry.low());
    out.writeUTF(entry.kind().name());
    out.writeLong(entry.value());
    out.writeUTF(run);
  }

  private static Index.Known read(DataInput in) throws IOException {
    long high = in.readLong();
    long low = in.readLong();
    IndexEntry.Kind kind = IndexEntry.Kind.valueOf(in.readUTF());
    return new Index.Known(new IndexEntry(high, low, kind, in.readLong()), in.readUTF());
  }

  private List<Index.Known> slice(int number) throws IOException {
    List<Index.Known> known = new ArrayList<>();
    NumberedFiles.each(storage, folder, number, IndexRebuild::read, known::add);
    return known;
  }

  /** Of an archive, the worst that any of its members came to counts. */
  private static IndexEntry source(Object[] row) {
    IndexEntry.Kind kind = IndexEntry.Kind.SOURCE;
    if ((Boolean) row[4]) {
      kind = IndexEntry.Kind.UNREAD_SOURCE;
    } else if ((Boolean) row[5]) {
      kind = IndexEntry.Kind.REJECTED_SOURCE;
    }
    long bytes = row[3] == null ? -1 : (Long) row[3];
    return IndexEntry.ofSource(
        new SourceFile((String) row[0], bytes, (Long) row[2], (String) row[6]), kind);
  }

  private static IndexEntry dump(Object[] row) {
    String dumpId = (String) row[0];
    String end = (String) row[2];
    String locator = (String) row[3];
    long bytes = row[4] == null ? 0 : (Long) row[4];
    if (locator.equals("none") && end.equals("truncated")) {
      return IndexEntry.ofCutDump(dumpId, bytes);
    }
    boolean whole = end.equals("terminator") || locator.equals("unknown");
    long behind = row[5] == null ? 0 : bytes - (Long) row[5];
    return IndexEntry.ofDump(dumpId, whole, behind);
  }
}
