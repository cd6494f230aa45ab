package org.crashtag.store;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.crashtag.storage.Storage;

/** An index whose files are open. */
public final class OpenIndex implements Closeable {
  private final Set<String> committed;

  /** Null if there is none. */
  private Slices merged;

  private final List<Own> own = new ArrayList<>();

  private record Own(String run, Slices slices) {}

  private OpenIndex(Set<String> committed) {
    this.committed = committed;
  }

  static OpenIndex of(Storage storage, String output, IndexSources sources) throws IOException {
    OpenIndex index = new OpenIndex(sources.runs());
    try {
      if (sources.merged() != null) {
        index.merged = sources.merged().open(storage, output);
      }
      for (IndexSources.Source source : sources.own()) {
        index.own.add(new Own(source.run(), source.open(storage, output)));
      }
      return index;
    } catch (IOException | RuntimeException e) {
      index.close();
      throw e;
    }
  }

  /**
   * The entries of one slice.
   *
   * @param number 0 to 63; quickest in ascending order
   * @throws IndexDamageException if the index isn't what the runs wrote
   */
  public Index slice(int number) throws IOException {
    Index index = new Index();
    addTo(index, number);
    return index;
  }

  /**
   * The entries of a bucket's slices.
   *
   * @throws IndexDamageException if the index isn't what the runs wrote
   */
  public Index bucket(int bucket, int buckets) throws IOException {
    Index index = new Index();
    for (int slice = 0; slice < IndexEntry.SLICES; slice++) {
      if (IndexEntry.bucket(slice, buckets) == bucket) {
        addTo(index, slice);
      }
    }
    return index;
  }

  /**
   * Reads all of it.
   *
   * @throws IndexDamageException if the index isn't what the runs wrote
   */
  public void verify() throws IOException {
    for (int slice = 0; slice < IndexEntry.SLICES; slice++) {
      addTo(new Index(), slice);
    }
  }

  private void addTo(Index index, int slice) throws IOException {
    if (merged != null) {
      addMerged(index, merged.slice(slice));
    }
    for (Own each : own) {
      for (IndexEntry entry : Index.entries(each.slices.slice(slice))) {
        index.put(new Index.Known(entry, each.run));
      }
    }
  }

  /**
   * Adds a slice of a merged index, oldest run first. A run whose manifest somebody took away holds
   * nothing: its sources are new.
   */
  private void addMerged(Index index, byte[] slice) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(slice));
    while (in.available() > 0) {
      String run = in.readUTF();
      int count = in.readInt();
      boolean counts = committed.contains(run);
      for (int i = 0; i < count; i++) {
        IndexEntry entry = IndexEntry.of(in.readLong(), in.readLong(), in.readLong());
        if (counts) {
          index.put(new Index.Known(entry, run));
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    IOException fault = null;
    List<Slices> all = new ArrayList<>(own.stream().map(Own::slices).toList());
    if (merged != null) {
      all.add(merged);
    }
    for (Slices each : all) {
      try {
        each.close();
      } catch (IOException e) {
        fault = e;
      }
    }
    if (fault != null) {
      throw fault;
    }
  }
}
