package org.crashtag.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TypedTable;
import org.crashtag.storage.Storage;
import org.crashtag.store.BucketResult.StagedPart;
import org.crashtag.table.PartWriter;

/** The open parts of one attempt at a bucket. A failure to write is unchecked: it ends the run. */
final class TableWriters {

  private final Storage storage;
  private final RunPlan plan;
  private final String suffix;
  private final Map<String, Open> open = new LinkedHashMap<>();
  private Open last;

  private record Open(TableSchema table, String path, PartWriter writer) {}

  /**
   * @param suffix unique to the attempt
   */
  TableWriters(Storage storage, RunPlan plan, String suffix) {
    this.storage = storage;
    this.plan = plan;
    this.suffix = suffix;
  }

  <T> void write(TypedTable<T> table, T from) {
    if (plan.writes(table.schema())) {
      try {
        open(table.schema()).writer.write(table.row(from));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  void write(TableSchema table, String dumpId, long ordinal, long entry, Object[] values) {
    if (plan.writes(table)) {
      try {
        open(table).writer.write(dumpId, ordinal, entry, values);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Open open(TableSchema table) throws IOException {
    if (last != null && last.table.name().equals(table.name())) {
      return last;
    }
    last = open.get(table.name());
    if (last == null) {
      String path = plan.staging() + "/parts/" + table.name() + "-" + suffix + ".parquet";
      OutputStream stream = storage.create(path);
      last = new Open(table, path, new PartWriter(table, stream));
      open.put(table.name(), last);
    }
    return last;
  }

  /** Ends all parts and forces them to disk. */
  List<StagedPart> finish() throws IOException {
    List<StagedPart> parts = new ArrayList<>();
    for (Open part : open.values()) {
      part.writer.close();
      storage.force(part.path);
      parts.add(
          new StagedPart(part.table.name(), part.path, part.writer.rows(), part.writer.bytes()));
    }
    return parts;
  }

  /** Frees what is open; what can't be removed is removed by the next run. */
  void abandonAfter(Exception cause) {
    try {
      abandon();
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /** Gives up all parts and removes them; one that can't be removed keeps no other from it. */
  void abandon() throws IOException {
    IOException fault = null;
    for (Open part : open.values()) {
      try {
        part.writer.close();
      } catch (IOException e) {
        fault = e;
      }
      try {
        storage.delete(part.path);
      } catch (IOException e) {
        fault = e;
      }
    }
    if (fault != null) {
      throw fault;
    }
  }
}
