package org.crashtag.store;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Storage.Entry;

/**
 * Merges the indexes of many runs, so that a run doesn't read more the more runs there are.
 *
 * <pre>
 * OUT/_index/upto=RUN/00 ... 63   what RUN and all runs before it know
 *
 * a slice:  for each run, oldest first:  its id, as DataOutput writes text
 *                                        number of entries, 4 bytes, big endian
 *                                        the entries, in the format of a run's slice
 * </pre>
 *
 * <p>A rename makes the merged index visible. The merged indexes are removed afterwards; if that is
 * interrupted, the next merge removes the rest.
 */
final class IndexMerge {
  private static final String UPTO = "upto=";
  private static final String RUN = "run=";

  private final Storage storage;
  private final String output;

  IndexMerge(Storage storage, String output) {
    this.storage = storage;
    this.output = output;
  }

  static String path(String output, String upto, int slice) {
    return folder(output) + "/" + UPTO + upto + "/" + Index.sliceName(slice);
  }

  private static String folder(String output) {
    return output + "/_index";
  }

  /** The last run that a merged index holds; empty where there is none. */
  static String latest(Storage storage, String output) throws IOException {
    List<String> merged = new IndexMerge(storage, output).named(UPTO);
    return merged.isEmpty() ? "" : merged.get(merged.size() - 1);
  }

  private List<String> named(String prefix) throws IOException {
    List<String> names = new ArrayList<>();
    for (Entry entry : storage.list(folder(output))) {
      String name = entry.path().substring(entry.path().lastIndexOf('/') + 1);
      if (name.startsWith(prefix)) {
        names.add(name.substring(prefix.length()));
      }
    }
    return names;
  }

  /**
   * Merges if there is enough to merge. The lock must be held.
   *
   * @param runs committed ones, oldest first
   * @param mostUnmerged the number of separate indexes that may be read in addition to the merged
   *     one
   */
  void mergeWhereNeeded(List<String> runs, int mostUnmerged) throws IOException {
    String before = latest(storage, output);
    removeHeld(before);
    List<String> own = named(RUN);
    if (own.size() > mostUnmerged) {
      String last = own.get(own.size() - 1);
      merge(runs, last);
      removeHeld(last);
    }
  }

  private void merge(List<String> runs, String last) throws IOException {
    String fresh = OutputFolder.stagingFolder(output, "index");
    storage.delete(fresh);
    for (int slice = 0; slice < IndexEntry.SLICES; slice++) {
      Index index = Index.read(storage, output, runs, slice, IndexEntry.SLICES);
      if (!index.isEmpty()) {
        write(fresh + "/" + Index.sliceName(slice), index);
      }
    }
    storage.force(fresh);
    storage.move(fresh, folder(output) + "/" + UPTO + last);
    storage.force(folder(output));
  }

  private void write(String path, Index index) throws IOException {
    TreeMap<String, List<IndexEntry>> byRun = new TreeMap<>();
    for (Index.Known known : index.all()) {
      byRun.computeIfAbsent(known.run(), run -> new ArrayList<>()).add(known.entry());
    }
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(storage.create(path)))) {
      for (Map.Entry<String, List<IndexEntry>> run : byRun.entrySet()) {
        run.getValue().sort(IndexEntry.ORDER);
        out.writeUTF(run.getKey());
        out.writeInt(run.getValue().size());
        out.write(Index.toBytes(run.getValue()));
      }
    }
    storage.force(path);
  }

  /** The entries of a merged slice, oldest run first. */
  static List<Index.Known> read(Storage storage, String path) throws IOException {
    byte[] bytes;
    try (InputStream stream = Channels.newInputStream(storage.open(path))) {
      bytes = stream.readAllBytes();
    }
    List<Index.Known> entries = new ArrayList<>();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    try {
      while (in.available() > 0) {
        String run = in.readUTF();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
          IndexEntry entry = IndexEntry.of(in.readLong(), in.readLong(), in.readLong());
          entries.add(new Index.Known(entry, run));
        }
      }
    } catch (java.io.EOFException | java.io.UTFDataFormatException e) {
      throw new StoreException(path + ": this index file is truncated", e);
    }
    return entries;
  }

  /** Removes the indexes that the merged one contains. */
  private void removeHeld(String merged) throws IOException {
    for (String upto : named(UPTO)) {
      if (upto.compareTo(merged) < 0) {
        storage.delete(folder(output) + "/" + UPTO + upto);
      }
    }
    for (String run : named(RUN).stream().sorted(Comparator.naturalOrder()).toList()) {
      if (run.compareTo(merged) <= 0) {
        storage.delete(Index.folder(output, run));
      }
    }
  }
}
