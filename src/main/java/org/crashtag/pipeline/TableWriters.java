package org.crashtag.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TypedTable;
import org.crashtag.storage.Storage;
import org.crashtag.store.BucketResult.StagedPart;
import org.crashtag.table.PartWriter;

/**
 * The open parts of one attempt at a bucket. A failure to write is an {@link OutputFaultException}.
 */
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
      Object[] row = table.row(from);
      write(table.schema(), writer -> writer.write(row));
    }
  }

  void write(TableSchema table, String dumpId, long ordinal, long entry, Object[] values) {
    if (plan.writes(table)) {
      write(table, writer -> writer.write(dumpId, ordinal, entry, values));
    }
  }

  private interface Row {
    void writeTo(PartWriter writer) throws IOException;
  }

  /** After any fault a part is worth nothing: what was written before the row is lost, too. */
  private void write(TableSchema table, Row row) {
    try {
      row.writeTo(open(table).writer);
    } catch (IOException e) {
      throw new OutputFaultException(e);
    } catch (RuntimeException | OutOfMemoryError e) {
      throw new OutputFaultException(
          new IOException("a row of " + table.name() + " could not be written: " + e, e));
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
  void abandonAfter(Throwable cause) {
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
      } catch (RuntimeException e) {
        // A part whose row could not be written may not be able to end either.
        fault = new IOException(part.path + ": " + e, e);
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
