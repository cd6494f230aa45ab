package org.crashtag.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
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
 * OUT/_index/upto=RUN/00 ... 63, contents   what RUN and all runs before it know
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

  static String folder(String output, String upto) {
    return folder(output) + "/" + UPTO + upto;
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
    write(last, slice -> Index.read(storage, output, runs, slice, IndexEntry.SLICES).all());
  }

  /** What is known, by slice. */
  interface Slices {
    Collection<Index.Known> of(int slice) throws IOException;
  }

  /** Makes an index of other knowledge than the one that is there, which is removed. */
  void replace(String last, Slices slices) throws IOException {
    storage.delete(folder(output));
    write(last, slices);
  }

  private void write(String last, Slices slices) throws IOException {
    String fresh = OutputFolder.stagingFolder(output, "index");
    storage.delete(fresh);
    IndexContents contents = new IndexContents(storage, fresh);
    for (int slice = 0; slice < IndexEntry.SLICES; slice++) {
      Collection<Index.Known> known = slices.of(slice);
      if (!known.isEmpty()) {
        contents.write(slice, toBytes(known));
      }
    }
    contents.finish();
    storage.move(fresh, folder(output, last));
    storage.force(folder(output));
  }

  private static byte[] toBytes(Collection<Index.Known> entries) throws IOException {
    TreeMap<String, List<IndexEntry>> byRun = new TreeMap<>();
    for (Index.Known known : entries) {
      byRun.computeIfAbsent(known.run(), run -> new ArrayList<>()).add(known.entry());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (Map.Entry<String, List<IndexEntry>> run : byRun.entrySet()) {
      run.getValue().sort(IndexEntry.ORDER);
      out.writeUTF(run.getKey());
      out.writeInt(run.getValue().size());
      out.write(Index.toBytes(run.getValue()));
    }
    return bytes.toByteArray();
  }

  /** The entries of a merged slice, oldest run first. */
  static List<Index.Known> read(byte[] slice) throws IOException {
    List<Index.Known> entries = new ArrayList<>();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(slice));
    while (in.available() > 0) {
      String run = in.readUTF();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        IndexEntry entry = IndexEntry.of(in.readLong(), in.readLong(), in.readLong());
        entries.add(new Index.Known(entry, run));
      }
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
