package org.crashtag.store;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
   * @throws IndexDamageException if the index isn't what the runs wrote
   */
  public static Index read(
      Storage storage, String output, List<String> runs, int bucket, int buckets)
      throws IOException {
    Index index = new Index();
    Set<String> committed = new HashSet<>(runs);
    Sources sources = Sources.of(storage, output, runs);
    for (int slice = 0; slice < IndexEntry.SLICES; slice++) {
      if (IndexEntry.bucket(slice, buckets) == bucket) {
        if (sources.merged.isPresent()) {
          index.putMerged(sources.merged.get().slice(slice), committed);
        }
        for (Map.Entry<String, IndexContents> own : sources.own.entrySet()) {
          for (IndexEntry entry : entries(own.getValue().slice(slice))) {
            index.put(new Known(entry, own.getKey()));
          }
        }
      }
    }
    return index;
  }

  /**
   * Reads all of it.
   *
   * @param runs committed ones, oldest first
   * @throws IndexDamageException if the index isn't what the runs wrote
   */
  public static void verify(Storage storage, String output, List<String> runs) throws IOException {
    Sources sources = Sources.of(storage, output, runs);
    if (sources.merged.isPresent()) {
      sources.merged.get().verify();
    }
    for (IndexContents own : sources.own.values()) {
      own.verify();
    }
  }

  /**
   * What the index is made of.
   *
   * @param merged that of many runs, if there is one
   * @param own those of later runs, oldest first
   */
  private record Sources(Optional<IndexContents> merged, Map<String, IndexContents> own) {
    static Sources of(Storage storage, String output, List<String> runs) throws IOException {
      String upto = IndexMerge.latest(storage, output);
      Optional<IndexContents> merged =
          upto.isEmpty()
              ? Optional.empty()
              : Optional.of(IndexContents.read(storage, IndexMerge.folder(output, upto)));
      Map<String, IndexContents> own = new LinkedHashMap<>();
      for (String run : runs) {
        if (run.compareTo(upto) > 0) {
          own.put(run, IndexContents.read(storage, folder(output, run)));
        }
      }
      return new Sources(merged, own);
    }
  }

  /** A run whose manifest somebody took away holds nothing: its sources are new. */
  private void putMerged(byte[] slice, Set<String> committed) throws IOException {
    for (Known known : IndexMerge.read(slice)) {
      if (committed.contains(known.run)) {
        put(known);
      }
    }
  }

  private void put(Known known) {
    IndexEntry entry = known.entry;
    entries.put(new Key(entry.high(), entry.low(), entry.isDump()), known);
  }

  /** All entries, in no particular order. */
  Collection<Known> all() {
    return entries.values();
  }

  static String folder(String output, String run) {
    return output + "/_index/run=" + run;
  }

  static String sliceName(int slice) {
    return slice < 10 ? "0" + slice : Integer.toString(slice);
  }

  static List<IndexEntry> readFile(Storage storage, String path) throws IOException {
    byte[] bytes;
    try (java.io.InputStream stream = Channels.newInputStream(storage.open(path))) {
      bytes = stream.readAllBytes();
    }
    if (bytes.length % IndexEntry.BYTES != 0) {
      throw new StoreException(path + ": this index file is truncated");
    }
    return entries(bytes);
  }

  private static List<IndexEntry> entries(byte[] bytes) throws IOException {
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
    IndexContents contents = new IndexContents(storage, folder);
    for (Map.Entry<Integer, List<IndexEntry>> slice : slices.entrySet()) {
      slice.getValue().sort(IndexEntry.ORDER);
      contents.write(slice.getKey(), toBytes(slice.getValue()));
    }
    contents.finish();
  }

  /** What is known about the source or dump with this entry's key and kind. */
  public Optional<Known> find(IndexEntry entry) {
    return Optional.ofNullable(entries.get(new Key(entry.high(), entry.low(), entry.isDump())));
  }
}
