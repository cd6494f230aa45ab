package org.crashtag.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.layout.pdb.PdbFiles;
import org.crashtag.storage.Storage;

/**
 * Finds the PDBs of a module. A path is either one PDB or a symbol store's folder, which contains
 * each build of each module as {@code name.pdb/GUIDAGE/name.pdb}, compressed as {@code name.pd_},
 * or as {@code file.ptr}, which names a file elsewhere and is not followed.
 *
 * <p>Source: Microsoft's documentation of symbol stores ("SymStore", "SymSrv").
 */
public final class SymbolStore implements PdbFiles {
  private static final String EXTENSION = ".pdb";
  private static final String COMPRESSED = ".pd_";
  private static final String POINTER = "file.ptr";

  /** A pointer holds one path. */
  private static final int MOST_POINTER_BYTES = 4096;

  /** A GUID's 32 digits and an age. */
  private static final String BUILD = "[0-9A-Fa-f]{33,40}";

  private final Storage storage;
  private final String path;

  /**
   * Creates a store without reading anything yet.
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
    return CompressedPdb.open(storage, file);
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
    if (!module.isEmpty()
        && !isNamed(path, module + EXTENSION)
        && !isNamed(path, module + COMPRESSED)) {
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
    List<String> pointers = new ArrayList<>();
    for (String builds : named(path, name)) {
      for (Storage.Entry build : storage.list(builds)) {
        if (lastName(build.path()).matches(BUILD)) {
          List<String> found = pdbs(build.path(), module);
          files.addAll(found);
          pointers.addAll(found.isEmpty() ? named(build.path(), POINTER) : List.of());
        }
      }
    }
    if (files.isEmpty()) {
      throw new UnknownTypeException(
          pointers.isEmpty()
              ? "%s has no %s/GUIDAGE/%s".formatted(path, name, name)
              : pointerMessage(pointers.get(0)));
    }
    return files;
  }

  private List<String> pdbs(String build, String module) throws IOException {
    List<String> plain = named(build, module + EXTENSION);
    return plain.isEmpty() ? named(build, module + COMPRESSED) : plain;
  }

  private String pointerMessage(String pointer) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(MOST_POINTER_BYTES);
    try (SeekableByteChannel channel = storage.open(pointer)) {
      while (content.hasRemaining() && channel.read(content) >= 0) {
        // To the end of either.
      }
    }
    String text = new String(content.array(), 0, content.position(), UTF_8).strip();
    return pointer + " is not followed; give the file that it names: " + text;
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
