package org.crashtag.store;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.crashtag.storage.Storage;

/**
 * Which files the index of an output folder is made of.
 *
 * @param runs ids of the committed runs
 * @param merged that of many runs; null if there is none
 * @param own those of later runs, oldest first
 */
public record IndexSources(Set<String> runs, Source merged, List<Source> own)
    implements Serializable {
  /** Of a folder without runs. */
  public static final IndexSources NONE = new IndexSources(Set.of(), null, List.of());

  private static final String UPTO = "upto=";

  /**
   * One index.
   *
   * @param run that wrote it; empty for that of many runs
   * @param file that holds it; null in format 1
   * @param folder that holds it in format 1; empty otherwise
   */
  record Source(String run, Manifest.IndexFile file, String folder) implements Serializable {
    Slices open(Storage storage, String output) throws IOException {
      return file == null
          ? FolderSlices.open(storage, output + "/" + folder)
          : IndexFileSlices.open(storage, output, file);
    }

    /** Its path below the output folder. */
    String path() {
      return file == null ? folder : file.path();
    }
  }

  public IndexSources {
    runs = Set.copyOf(runs);
    own = List.copyOf(own);
  }

  static IndexSources of(Storage storage, String output, Committed committed) throws IOException {
    List<Manifest> runs = committed.runs();
    Source merged = null;
    List<Source> own = new ArrayList<>();
    if (committed.merged().isPresent()) {
      LogNote.MergedIndex index = committed.merged().get();
      merged = new Source("", index.file(), "");
      runs = runs.stream().filter(run -> run.number() > index.upto()).toList();
    } else {
      Optional<String> upto = latestFolder(storage, output, runs);
      if (upto.isPresent()) {
        merged = new Source("", null, "_index/" + UPTO + upto.get());
      }
      for (Manifest run : runs) {
        if (run.number() == 0 && run.run().compareTo(upto.orElse("")) > 0) {
          own.add(new Source(run.run(), null, "_index/run=" + run.run()));
        }
      }
    }
    for (Manifest run : runs) {
      if (run.index() != null) {
        own.add(new Source(run.run(), run.index(), ""));
      }
    }
    Set<String> ids = Set.copyOf(committed.runs().stream().map(Manifest::run).distinct().toList());
    return new IndexSources(ids, merged, own);
  }

  /** The last run that a merged index of format 1 holds. */
  private static Optional<String> latestFolder(Storage storage, String output, List<Manifest> runs)
      throws IOException {
    if (runs.stream().noneMatch(run -> run.number() == 0)) {
      return Optional.empty();
    }
    return storage.list(OutputFolder.indexFolder(output)).stream()
        .map(OutputFolder::name)
        .filter(name -> name.startsWith(UPTO))
        .map(name -> name.substring(UPTO.length()))
        .max(String::compareTo);
  }

  /** Opens all of it for reading. */
  public OpenIndex open(Storage storage, String output) throws IOException {
    return OpenIndex.of(storage, output, this);
  }
}
