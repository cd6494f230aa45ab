package org.crashtag.pipeline;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.crashtag.layout.header.HeaderFiles;
import org.crashtag.layout.header.HeaderFolder;
import org.crashtag.storage.Location;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Storages;

/**
 * The headers below a folder of an object store, or below those of an include path. As on a disk,
 * no other file is read.
 */
final class StoredHeaders implements HeaderFiles {
  private final Storage storage = Storages.all();
  private final String folder;
  private final List<String> roots = new ArrayList<>();

  /**
   * @param first URI of the first header
   * @param includePath URIs of further folders for what it includes
   */
  StoredHeaders(String first, List<String> includePath) {
    this.folder = parent(first);
    roots.add(folder);
    includePath.forEach(root -> roots.add(root.endsWith("/") ? root : root + "/"));
  }

  private static String parent(String uri) {
    return uri.substring(0, uri.lastIndexOf('/') + 1);
  }

  @Override
  public Optional<Header> find(String name, String from) throws IOException {
    String slashes = name.replace('\\', '/');
    if (from.isEmpty()) {
      Optional<Header> first = read(folder, new Location(folder).sibling(slashes).text());
      if (first.isEmpty()) {
        throw new NoSuchFileException(folder + name);
      }
      return first;
    }
    String beside = new Location(from).sibling(slashes).text();
    for (String root : roots) {
      Optional<Header> found = read(root, beside);
      if (found.isPresent()) {
        return found;
      }
    }
    for (String root : roots) {
      Optional<Header> found = read(root, new Location(root).sibling(slashes).text());
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Header> read(String root, String uri) throws IOException {
    if (!uri.startsWith(root)) {
      return Optional.empty();
    }
    return storage
        .read(uri, HeaderFolder.MOST_BYTES)
        .map(header -> new Header(uri, uri, HeaderFolder.text(header.bytes())));
  }
}
