package org.crashtag.mutate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Window;
import org.crashtag.decode.Decoder;
import org.crashtag.dump.Dump;
import org.crashtag.dump.DumpHeader;
import org.crashtag.dump.Module;
import org.crashtag.dump.Region;
import org.crashtag.tag.BlobChain;
import org.crashtag.testing.ArrayContent;

/** Blobs of dumps, by tag, to make others from. */
final class SeedBlobs {
  private static final int MOST_BLOB_BYTES = 64 << 10;
  private static final int MOST_SEEDS = 24;

  /** A blob and the facts of its dump that its decoder may use. */
  record Blob(DumpHeader header, List<Module> modules, Guid tag, Bytes data) {}

  private final Map<Guid, List<Blob>> byTag = new HashMap<>();
  private Blob any;

  /** Adds the blobs of a dump, as far as it can be read. */
  void add(byte[] bytes) throws IOException {
    Window window = new Window(ArrayContent.of(bytes));
    Dump dump = Dump.read(window);
    Optional<Region> region = Region.locate(dump, window);
    if (region.isEmpty() || region.get().locator() == Region.Locator.NONE) {
      return;
    }
    BlobChain chain = new BlobChain(window, region.get());
    try {
      while (chain.advance()) {
        if (chain.blob().bytes() <= MOST_BLOB_BYTES) {
          byte[] data = chain.read(MOST_BLOB_BYTES).toArray();
          any =
              new Blob(
                  dump.header(), List.of(), chain.blob().tag(), Bytes.of(data, 0, data.length, 0));
          byTag.computeIfAbsent(any.tag(), tag -> new ArrayList<>()).add(any);
        }
      }
    } catch (MalformedException e) {
      // The blobs before the fault are enough.
      return;
    }
  }

  /** The blobs of a decoder, of all sizes; if there are none, any blob. */
  List<Blob> of(Decoder decoder) {
    List<Blob> fitting = new ArrayList<>();
    byTag.forEach(
        (tag, blobs) -> {
          if (decoder.tags().stream().anyMatch(range -> range.contains(tag))) {
            fitting.addAll(blobs);
          }
        });
    if (fitting.isEmpty()) {
      return List.of(any);
    }
    fitting.sort(Comparator.comparingInt(blob -> blob.data().length()));
    List<Blob> seeds = new ArrayList<>();
    int step = Math.max(1, fitting.size() / MOST_SEEDS);
    for (int i = 0; i < fitting.size() && seeds.size() < MOST_SEEDS; i += step) {
      seeds.add(fitting.get(i));
    }
    return seeds;
  }
}
