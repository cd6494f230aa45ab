package org.crashtag.pipeline;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.crashtag.bytes.Crc32c;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TypedTable;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Together;
import org.crashtag.store.Attempt;
import org.crashtag.store.BucketResult.WrittenPart;
import org.crashtag.table.PartWriter;

/**
 * The open parts of one attempt at a bucket, at their final place. A failure of the storage is an
 * {@link OutputFaultException}.
 */
final class TableWriters {
  private static final Logger LOG = Logger.getLogger(TableWriters.class.getName());

  private final Storage storage;
  private final RunPlan plan;
  private final String folder;
  private final int bucket;
  private final String attempt = Attempt.name();
  private final Map<String, Open> open = new LinkedHashMap<>();

  /** The table of the last row; null before the first one. */
  private TableSchema lastTable;

  private Open last;
  private boolean stopped;
  private boolean outOfMemory;

  private record Open(
      TableSchema table, String path, OutputStream stream, PartWriter writer, CRC32C checksum) {}

  /** Stays open when the writer of a part closes it. */
  private static final class StayingOpen extends FilterOutputStream {
    StayingOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  /**
   * @param folder below which the parts are written, in folders of tables and runs
   */
  TableWriters(Storage storage, RunPlan plan, String folder, int bucket) {
    this.storage = storage;
    this.plan = plan;
    this.folder = folder;
    this.bucket = bucket;
  }

  /**
   * Writes a row that must not be missing.
   *
   * @throws OutputFaultException if it can't be written, whatever the reason
   */
  <T> void write(TypedTable<T> table, T from) {
    try {
      writeOfDump(table, from);
    } catch (OutputFaultException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      throw new OutputFaultException(
          new IOException("a row of " + table.schema().name() + " could not be written: " + e, e));
    }
  }

  /**
   * Writes a row of a dump. If this throws anything else than an {@link OutputFaultException}, the
   * row is to blame; but what was written before it is lost, too.
   */
  <T> void writeOfDump(TypedTable<T> table, T from) {
    if (isWritten(table.schema()) && !stopped) {
      Object[] row = table.row(from);
      write(table.schema(), writer -> writer.write(row));
    }
  }

  /** As {@link #writeOfDump(TypedTable, Object)}, for a record's row. */
  void writeOfDump(TableSchema table, String dumpId, long ordinal, long entry, Object[] values) {
    if (isWritten(table) && !stopped) {
      write(table, writer -> writer.write(dumpId, ordinal, entry, values));
    }
  }

  private boolean isWritten(TableSchema table) {
    return table.equals(lastTable) || plan.writes(table);
  }

  private interface Row {
    void writeTo(PartWriter writer) throws IOException;
  }

  private void write(TableSchema table, Row row) {
    boolean done = false;
    try {
      row.writeTo(open(table).writer);
      done = true;
    } catch (IOException e) {
      throw new OutputFaultException(e);
    } catch (OutOfMemoryError e) {
      outOfMemory = true;
      throw e;
    } finally {
      // After any fault a part is worth nothing.
      stopped |= !done;
    }
  }

  private Open open(TableSchema table) throws IOException {
    // Rows of one table come one after the other.
    if (table.equals(lastTable)) {
      return last;
    }
    lastTable = null;
    last = open.get(table.name());
    if (last == null) {
      String path = folder + "/" + Attempt.part(table.name(), plan.run(), bucket, attempt);
      CRC32C checksum = new CRC32C();
      OutputStream stream = storage.create(path);
      CheckedOutputStream checked = new CheckedOutputStream(new StayingOpen(stream), checksum);
      last = new Open(table, path, stream, new PartWriter(table, checked), checksum);
      open.put(table.name(), last);
    }
    lastTable = table;
    return last;
  }

  /** Writes no more rows: the parts will be given up. */
  void stop() {
    stopped = true;
  }

  /** Whether there was too little memory for a row. */
  boolean isOutOfMemory() {
    return outOfMemory;
  }

  /** Ends all parts and forces them to disk. */
  List<WrittenPart> finish() throws IOException {
    if (stopped) {
      throw new IllegalStateException("rows are missing");
    }
    List<WrittenPart> parts = new ArrayList<>();
    List<Together.Call> uploads = new ArrayList<>();
    for (Open part : open.values()) {
      part.writer.close();
      if (storage.isRemote(part.path)) {
        uploads.add(part.stream::close);
      } else {
        part.stream.close();
        storage.force(part.path);
      }
      parts.add(
          new WrittenPart(
              part.table.name(),
              part.path,
              part.writer.rows(),
              part.writer.bytes(),
              Crc32c.text(part.checksum),
              plan.options().writing().measures() ? part.writer.metrics() : null));
    }
    Together.run(uploads);
    return parts;
  }

  /** Nobody needs what can't be written at the end: the file is removed. */
  private static void close(Open part) {
    for (Closeable each : List.of(part.writer, part.stream)) {
      try {
        each.close();
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        LOG.log(Level.FINE, part.path + " could not be ended", e);
      }
    }
  }

  /** Frees what is open; what can't be removed is removed by a later run. */
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
        close(part);
        storage.delete(part.path);
      } catch (IOException e) {
        fault = e;
      }
    }
    open.clear();
    lastTable = null;
    last = null;
    if (fault != null) {
      throw fault;
    }
  }
}
