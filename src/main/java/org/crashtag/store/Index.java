package org.crashtag.store;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.crashtag.storage.Storage;

/** What earlier runs know, read slice by slice for one bucket. */
public final class Index {
  private final Map<Key, Known> entries = new HashMap<>();

  private record Key(long high, long low, boolean dump) {}

  /**
   * An entry, and the run that wrote it.
   *
   * @param run the latest that knows the key
   */
  public record Known(IndexEntry entry, String run) {}

  private Index() {}

  /**
   * Reads the slices of a bucket.
   *
   * @param runs committed ones, oldest first
   */
  public static Index read(
      Storage storage, String output, List<String> runs, int bucket, int buckets)
      throws IOException {
    Index index = new Index();
    Set<String> committed = new HashSet<>(runs);
    String merged = IndexMerge.latest(storage, output);
    for (int slice = 0; slice < IndexEntry.SLICES; slice++) {
      if (IndexEntry.bucket(slice, buckets) == bucket) {
        index.readMerged(storage, IndexMerge.path(output, merged, slice), committed);
        for (String run : runs) {
          if (run.compareTo(merged) > 0) {
            index.readSlice(storage, slicePath(output, run, slice), run);
          }
        }
      }
    }
    return index;
  }

  /** A run without a manifest counts for nothing: its sources are new. */
  private void readMerged(Storage storage, String path, Set<String> committed) throws IOException {
    if (storage.find(path).isPresent()) {
      for (Known known : IndexMerge.read(storage, path)) {
        if (committed.contains(known.run)) {
          put(known);
        }
      }
    }
  }

  private void put(Known known) {
    IndexEntry entry = known.entry;
    entries.put(new Key(entry.high(), entry.low(), entry.isDump()), known);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** All entries, in no particular order. */
  Collection<Known> all() {
    return entries.values();
  }

  static String folder(String output, String run) {
    return output + "/_index/run=" + run;
  }

  private static String slicePath(String output, String run, int slice) {
    return folder(output, run) + "/" + sliceName(slice);
  }

  static String sliceName(int slice) {
    return slice < 10 ? "0" + slice : Integer.toString(slice);
  }

  private void readSlice(Storage storage, String path, String run) throws IOException {
    if (storage.find(path).isEmpty()) {
      return;
    }
    for (IndexEntry entry : readFile(storage, path)) {
      put(new Known(entry, run));
    }
  }

  static List<IndexEntry> readFile(Storage storage, String path) throws IOException {
    byte[] bytes;
    try (java.io.InputStream stream = Channels.newInputStream(storage.open(path))) {
      bytes = stream.readAllBytes();
    }
    if (bytes.length % IndexEntry.BYTES != 0) {
      throw new StoreException(path + ": this index file is truncated");
    }
    IndexEntry[] entries = new IndexEntry[bytes.length / IndexEntry.BYTES];
    try (DataInputStream data = new DataInputStream(new java.io.ByteArrayInputStream(bytes))) {
      for (int i = 0; i < entries.length; i++) {
        entries[i] = IndexEntry.of(data.readLong(), data.readLong(), data.readLong());
      }
    }
    return Arrays.asList(entries);
  }

  /** The entries in the format of a file. */
  public static byte[] toBytes(List<IndexEntry> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(entries.size() * IndexEntry.BYTES);
    DataOutputStream data = new DataOutputStream(bytes);
    for (IndexEntry entry : entries) {
      data.writeLong(entry.high());
      data.writeLong(entry.low());
      data.writeLong(entry.kindAndValue());
    }
    return bytes.toByteArray();
  }

  /** Writes a run's entries as slices below {@code folder}. */
  static void writeSlices(Storage storage, String folder, List<IndexEntry> entries)
      throws IOException {
    Map<Integer, List<IndexEntry>> slices = new java.util.TreeMap<>();
    for (IndexEntry entry : entries) {
      slices.computeIfAbsent(entry.slice(), slice -> new java.util.ArrayList<>()).add(entry);
    }
    for (Map.Entry<Integer, List<IndexEntry>> slice : slices.entrySet()) {
      slice.getValue().sort(IndexEntry.ORDER);
      String path = folder + "/" + sliceName(slice.getKey());
      try (OutputStream stream = storage.create(path)) {
        stream.write(toBytes(slice.getValue()));
      }
      storage.force(path);
    }
  }

  /** What is known about the source or dump with this entry's key and kind. */
  public Optional<Known> find(IndexEntry entry) {
    return Optional.ofNullable(entries.get(new Key(entry.high(), entry.low(), entry.isDump())));
  }
}
