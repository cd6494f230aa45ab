package org.crashtag.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.crashtag.storage.Storage;

/** What earlier runs know of some sources and dumps. */
public final class Index {
  private final Map<Key, Known> entries = new HashMap<>();

  private record Key(long high, long low, boolean dump) {}

  /**
   * An entry, and the run that wrote it.
   *
   * @param run the latest that knows the key
   */
  public record Known(IndexEntry entry, String run) {}

  Index() {}

  /** Adds an entry; of several with one key, the last counts. */
  void put(Known known) {
    IndexEntry entry = known.entry;
    entries.put(new Key(entry.high(), entry.low(), entry.isDump()), known);
  }

  /** All entries, in no particular order. */
  Collection<Known> all() {
    return entries.values();
  }

  /** What is known about the source or dump with this entry's key and kind. */
  public Optional<Known> find(IndexEntry entry) {
    return Optional.ofNullable(entries.get(new Key(entry.high(), entry.low(), entry.isDump())));
  }

  /**
   * The entries in {@code bytes}.
   *
   * @throws StoreException if they are cut, or of an unknown kind
   */
  static List<IndexEntry> entries(byte[] bytes) throws IOException {
    if (bytes.length % IndexEntry.BYTES != 0) {
      throw new StoreException("index entries are truncated");
    }
    List<IndexEntry> entries = new ArrayList<>(bytes.length / IndexEntry.BYTES);
    DataInputStream data = new DataInputStream(new ByteArrayInputStream(bytes));
    for (int i = 0; i < bytes.length / IndexEntry.BYTES; i++) {
      entries.add(IndexEntry.of(data.readLong(), data.readLong(), data.readLong()));
    }
    return entries;
  }

  /** The entries as bytes, 24 each. */
  static byte[] toBytes(List<IndexEntry> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(entries.size() * IndexEntry.BYTES);
    DataOutputStream data = new DataOutputStream(bytes);
    for (IndexEntry entry : entries) {
      data.writeLong(entry.high());
      data.writeLong(entry.low());
      data.writeLong(entry.kindAndValue());
    }
    return bytes.toByteArray();
  }

  /**
   * Writes what a run knows.
   *
   * @param attempt unique to the caller
   */
  static Manifest.IndexFile write(
      Storage storage, String output, String run, String attempt, List<IndexEntry> entries)
      throws IOException {
    TreeMap<Integer, List<IndexEntry>> slices = new TreeMap<>();
    for (IndexEntry entry : entries) {
      slices.computeIfAbsent(entry.slice(), slice -> new ArrayList<>()).add(entry);
    }
    String path = "_index/" + run + "-" + attempt;
    try (IndexWriter writer = new IndexWriter(storage, output, path)) {
      for (Map.Entry<Integer, List<IndexEntry>> slice : slices.entrySet()) {
        slice.getValue().sort(IndexEntry.ORDER);
        writer.write(slice.getKey(), toBytes(slice.getValue()));
      }
      return writer.finish();
    }
  }

  /**
   * Writes what many runs know.
   *
   * @param upto the number of the last entry of the log that is covered
   * @param slices what is known, by slice
   */
  static Manifest.IndexFile writeMerged(
      Storage storage, String output, long upto, KnownSlices slices) throws IOException {
    String path = "_index/upto-" + upto + "-" + Attempt.name();
    try (IndexWriter writer = new IndexWriter(storage, output, path)) {
      for (int slice = 0; slice < IndexEntry.SLICES; slice++) {
        Collection<Known> known = slices.of(slice);
        if (!known.isEmpty()) {
          writer.write(slice, mergedBytes(known));
        }
      }
      return writer.finish();
    }
  }

  /**
   * A slice of many runs.
   *
   * <pre>
   * for each run, oldest first:  its id, as DataOutput writes text
   *                              u32 number of entries, and the entries
   * </pre>
   */
  private static byte[] mergedBytes(Collection<Known> entries) throws IOException {
    TreeMap<String, List<IndexEntry>> byRun = new TreeMap<>();
    for (Known known : entries) {
      byRun.computeIfAbsent(known.run, run -> new ArrayList<>()).add(known.entry);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (Map.Entry<String, List<IndexEntry>> run : byRun.entrySet()) {
      run.getValue().sort(IndexEntry.ORDER);
      out.writeUTF(run.getKey());
      out.writeInt(run.getValue().size());
      out.write(toBytes(run.getValue()));
    }
    return bytes.toByteArray();
  }

  /** What committed runs know, slice by slice. */
  public interface KnownSlices {
    /** In any order; each with the run that wrote it. */
    Collection<Known> of(int slice) throws IOException;
  }
}
