package org.crashtag.decode.messages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.crashtag.storage.Storage;

/**
 * Finds the files that paths refer to: a file itself, or all files below a folder in the order of
 * their paths. A symbol store, {@code NAME.pdb/GUIDAGE/NAME.pdb}, is such a folder. A PDB can be
 * compressed as {@code NAME.pd_}.
 */
final class SourceFiles {
  private final Storage storage;

  SourceFiles(Storage storage) {
    this.storage = storage;
  }

  /** The kind of a file, by its extension in any case. */
  enum Kind {
    TMF(".tmf", ".tmf"),
    PDB(".pdb", ".pd_"),
    MANIFEST(".man", ".man");

    private final String extension;
    private final String compressed;

    Kind(String extension, String compressed) {
      this.extension = extension;
      this.compressed = compressed;
    }

    boolean is(String path) {
      String name = path.toLowerCase(Locale.ROOT);
      return name.endsWith(extension) || name.endsWith(compressed);
    }
  }

  /** A file and its kind. */
  record SourceFile(Storage.Entry entry, Kind kind) {}

  /**
   * The files of these kinds that the paths refer to, each once.
   *
   * @throws NoSourceException if a path does not exist, or has no such file
   */
  List<SourceFile> find(List<String> paths, List<Kind> kinds)
      throws IOException, NoSourceException {
    Map<String, SourceFile> found = new LinkedHashMap<>();
    for (String path : paths) {
      List<SourceFile> files = find(path, kinds);
      if (files.isEmpty()) {
        String wanted = String.join(" or ", kinds.stream().map(kind -> kind.extension).toList());
        throw new NoSourceException(path + ": no " + wanted + " file");
      }
      files.forEach(file -> found.putIfAbsent(file.entry.path(), file));
    }
    return List.copyOf(found.values());
  }

  private List<SourceFile> find(String name, List<Kind> kinds)
      throws IOException, NoSourceException {
    String path =
        name.length() > 1 && name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    Storage.Entry entry =
        storage
            .find(path)
            .orElseThrow(() -> new NoSourceException(name + ": no such file or folder"));
    List<SourceFile> files = new ArrayList<>();
    switch (entry.kind()) {
      case FILE -> add(entry, kinds, files);
      case FOLDER, FOLDER_LINK -> walk(entry.path(), kinds, files);
      case OTHER -> throw new NoSourceException(name + ": not a regular file");
    }
    files.sort(Comparator.comparing(file -> file.entry.path()));
    return files;
  }

  private void walk(String folder, List<Kind> kinds, List<SourceFile> files) throws IOException {
    for (Storage.Entry entry : storage.list(folder)) {
      switch (entry.kind()) {
        case FILE -> add(entry, kinds, files);
        case FOLDER -> walk(entry.path(), kinds, files);
        case FOLDER_LINK, OTHER -> {
          // A link could lead back to the start of the walk.
        }
      }
    }
  }

  private static void add(Storage.Entry entry, List<Kind> kinds, List<SourceFile> files) {
    Optional<Kind> kind = kinds.stream().filter(wanted -> wanted.is(entry.path())).findFirst();
    kind.ifPresent(known -> files.add(new SourceFile(entry, known)));
  }
}
