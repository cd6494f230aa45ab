package org.crashtag.source;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.layout.pdb.PdbFiles;
import org.crashtag.storage.Storage;

/**
 * Where the PDBs of a module are: a path is either one PDB or a symbol store's folder, which has
 * each build of each module as {@code name.pdb/GUIDAGE/name.pdb}.
 *
 * <p>Source: Microsoft's documentation of symbol stores ("SymStore", "SymSrv").
 */
public final class SymbolStore implements PdbFiles {
  private static final String EXTENSION = ".pdb";

  /** A GUID's 32 digits and an age. */
  private static final String BUILD = "[0-9A-Fa-f]{33,40}";

  private final Storage storage;
  private final String path;

  /**
   * Nothing is read yet.
   *
   * @param path of a PDB, or of a symbol store's folder
   */
  public SymbolStore(Storage storage, String path) {
    this.storage = storage;
    this.path = path;
  }

  @Override
  public String name() {
    return path;
  }

  @Override
  public SeekableByteChannel open(String file) throws IOException {
    return storage.open(file);
  }

  @Override
  public List<String> of(String module) throws IOException, UnknownTypeException {
    Storage.Kind kind = storage.find(path).map(Storage.Entry::kind).orElse(null);
    if (kind == null) {
      throw new UnknownTypeException(path + ": no such file or folder");
    }
    return kind == Storage.Kind.FILE ? file(module) : builds(module);
  }

  private List<String> file(String module) throws UnknownTypeException {
    if (!module.isEmpty() && !isNamed(path, module + EXTENSION)) {
      throw new UnknownTypeException(path + " is not of module " + module);
    }
    return List.of(path);
  }

  private List<String> builds(String module) throws IOException, UnknownTypeException {
    if (module.isEmpty()) {
      throw new UnknownTypeException(
          path + " is a symbol store: name the module too, as in module!TYPE");
    }
    String name = module + EXTENSION;
    List<String> files = new ArrayList<>();
    for (String builds : named(path, name)) {
      for (Storage.Entry build : storage.list(builds)) {
        if (lastName(build.path()).matches(BUILD)) {
          files.addAll(named(build.path(), name));
        }
      }
    }
    if (files.isEmpty()) {
      throw new UnknownTypeException("%s has no %s/GUIDAGE/%s".formatted(path, name, name));
    }
    return files;
  }

  private List<String> named(String folder, String name) throws IOException {
    return storage.list(folder).stream()
        .map(Storage.Entry::path)
        .filter(entry -> isNamed(entry, name))
        .toList();
  }

  private static boolean isNamed(String path, String name) {
    return lastName(path).equalsIgnoreCase(name);
  }

  private static String lastName(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }
}
