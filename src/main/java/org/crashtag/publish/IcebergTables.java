package org.crashtag.publish;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.crashtag.decode.TableSchema;
import org.crashtag.sql.CommittedViews;
import org.crashtag.sql.View;
import org.crashtag.storage.Storage;
import org.crashtag.store.CommitListener;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;

/**
 * Publishes tables as Iceberg tables: writes metadata of format version 2 next to their parts,
 * after each commit. Only the manifests of the runs say what a table contains; if somebody damages
 * the metadata or moves the output folder, the metadata is written again from them.
 *
 * <p>The tables are published one after another: a reader may see a run in one table and not yet in
 * another one.
 */
public final class IcebergTables implements CommitListener {
  /** How often a table is tried because another process keeps writing to it. */
  private static final int MOST_TRIES = 3;

  private final List<TableSchema> tables;
  private final Duration grace;
  private final boolean begins;

  /**
   * @param tables all that this program knows
   * @param grace how long a snapshot stays after another one replaced it
   * @param begins whether an output folder that isn't published yet is published from now on
   */
  public IcebergTables(List<TableSchema> tables, Duration grace, boolean begins) {
    this.tables = List.copyOf(tables);
    this.grace = grace;
    this.begins = begins;
  }

  /**
   * What was published.
   *
   * @param location of the output folder, as metadata contains it
   * @param tables all of them
   * @param written how many have a new version
   */
  public record Published(String location, List<String> tables, int written) {
    public Published {
      tables = List.copyOf(tables);
    }
  }

  /**
   * Publishes what is missing, if the output folder is published already or is to be from now on.
   */
  @Override
  public void committed(Storage storage, OutputFolder output) throws IOException {
    Optional<Mark> mark = Mark.read(storage, output.path());
    if (mark.isEmpty() && !begins) {
      return;
    }
    Address here = Address.of(output.path());
    Mark last = mark.orElse(Mark.ofNone(here));
    List<Manifest> manifests = output.manifests();
    if (manifests.isEmpty()) {
      return;
    }
    long expired = Instant.now().minus(grace).toEpochMilli();
    boolean isHere = last.output().equals(here.output());
    String latest = manifests.get(manifests.size() - 1).run();
    if (isHere && last.run().equals(latest) && last.oldest() > expired) {
      return;
    }
    Address address = isHere ? new Address(last.output(), last.location()) : here;
    publish(storage, output, manifests, address, false);
  }

  /**
   * Publishes all tables: compares each with the manifests, file by file. The lock must be held.
   *
   * @param location of the output folder for engines, if they don't find it under its own path;
   *     empty for the previous location
   * @throws IOException if there is no run, or if a table can't be published
   */
  public Published publish(Storage storage, OutputFolder output, String location)
      throws IOException {
    Address here = Address.of(output.path());
    Optional<Mark> mark =
        Mark.read(storage, output.path()).filter(last -> last.output().equals(here.output()));
    Address address =
        new Address(
            here.output(),
            location.isEmpty() ? mark.map(Mark::location).orElse(here.location()) : location);
    List<Manifest> manifests = output.manifests();
    if (manifests.isEmpty()) {
      throw new IOException(output.path() + ": no run was committed here");
    }
    return publish(storage, output, manifests, address, true);
  }

  private Published publish(
      Storage storage,
      OutputFolder output,
      List<Manifest> manifests,
      Address address,
      boolean isThorough)
      throws IOException {
    if (!output.isPublished()) {
      // Whatever happens now, later commits go on with it.
      Mark.ofNone(address).write(storage, output.path());
    }
    Runs runs = new Runs(storage, output.path(), manifests);
    List<String> names = new ArrayList<>();
    int written = 0;
    long oldest = Long.MAX_VALUE;
    IOException fault = null;
    for (View view : CommittedViews.of(output.path(), manifests, tables)) {
      names.add(view.schema().name());
      TablePublication table = new TablePublication(runs, address, view.schema(), grace);
      try {
        TablePublication.Result result =
            publish(storage, address, table, view.schema(), isThorough);
        written += result.isWritten() ? 1 : 0;
        oldest = Math.min(oldest, result.replaced().orElse(Long.MAX_VALUE));
      } catch (IOException e) {
        fault = added(fault, e);
      } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
        fault = added(fault, new IOException(view.schema().name() + ": " + e, e));
      }
    }
    if (fault != null) {
      throw new IOException(
          output.path()
              + ": the runs are committed, but not all tables are published: "
              + words(fault)
              + "; the next run tries again",
          fault);
    }
    new Mark(address.output(), address.location(), runs.latest(), oldest)
        .write(storage, output.path());
    return new Published(address.location(), names, written);
  }

  /** The message of some faults is only a path. */
  private static String words(IOException fault) {
    if (fault instanceof AccessDeniedException) {
      return fault.getMessage() + ": permission denied";
    }
    return fault instanceof FileAlreadyExistsException
        ? fault.getMessage() + ": file already exists"
        : fault.getMessage();
  }

  private static IOException added(IOException first, IOException next) {
    if (first == null) {
      return next;
    }
    first.addSuppressed(next);
    return first;
  }

  private static TablePublication.Result publish(
      Storage storage,
      Address address,
      TablePublication table,
      TableSchema schema,
      boolean isThorough)
      throws IOException {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      TablePublication.Result result = publishOnce(storage, address, table, schema, isThorough);
      if (!result.isLost()) {
        return result;
      }
    }
    throw new IOException(
        address.output() + "/" + schema.name() + "/metadata: another process keeps writing here");
  }

  private static TablePublication.Result publishOnce(
      Storage storage,
      Address address,
      TablePublication table,
      TableSchema schema,
      boolean isThorough)
      throws IOException {
    try {
      return table.publish(TableFolder.open(storage, address, schema.name()), isThorough);
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // The metadata is damaged, or leads to what is. Nothing in it is needed.
      return table.create(TableFolder.open(storage, address, schema.name()));
    }
  }
}
