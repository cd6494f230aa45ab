package org.crashtag.layout.header;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The headers below a folder, or below the folders of an include path. No other file is read,
 * whatever names or links say: a header is untrusted data.
 */
public final class HeaderFolder implements HeaderFiles {
  /** Maximum size of a header, in bytes. */
  public static final int MOST_BYTES = 4 << 20;

  private final Path folder;

  /** The folder, and the others that an included file may be in. */
  private final List<Path> roots;

  /**
   * Opens several folders, which are searched in their order.
   *
   * @param folder of the first header
   * @param includePath further folders for what it includes
   */
  public HeaderFolder(Path folder, List<Path> includePath) {
    this.folder = folder;
    this.roots = Stream.concat(Stream.of(folder), includePath.stream()).toList();
  }

  @Override
  public Optional<Header> find(String name, String from) throws IOException {
    Optional<Path> found =
        from.isEmpty() ? below(folder, folder.resolve(slashes(name))) : included(name, from);
    if (found.isEmpty() && from.isEmpty()) {
      throw new NoSuchFileException(folder.resolve(name).toString());
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Header(found.get().toString(), found.get().toString(), read(found.get())));
  }

  /** Beside the file that includes it, or else in the first folder that has it. */
  private Optional<Path> included(String name, String from) throws IOException {
    Path beside = parent(from).resolve(slashes(name));
    for (Path root : roots) {
      Optional<Path> found = below(root, beside);
      if (found.isPresent()) {
        return found;
      }
    }
    for (Path root : roots) {
      Optional<Path> found = below(root, root.resolve(slashes(name)));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Path parent(String from) {
    Path parent = Path.of(from).getParent();
    return parent == null ? Path.of("") : parent;
  }

  private static String slashes(String name) throws IOException {
    try {
      return Path.of(name.replace('\\', '/')).toString();
    } catch (InvalidPathException e) {
      throw new IOException("not a file name: " + name, e);
    }
  }

  /** The file, if it is a regular file and, after links are resolved, is below the root. */
  private static Optional<Path> below(Path root, Path path) throws IOException {
    Path plain = path.normalize();
    if (!Files.isRegularFile(plain)) {
      return Optional.empty();
    }
    boolean isBelow = plain.toRealPath().startsWith(root.toAbsolutePath().toRealPath());
    return isBelow ? Optional.of(plain) : Optional.empty();
  }

  private static String read(Path path) throws IOException {
    try (InputStream stream = Files.newInputStream(path)) {
      byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException(path + " is larger than 4 MB, the limit for a header");
      }
      return text(bytes);
    }
  }

  /** The text of a header. */
  public static String text(byte[] bytes) {
    String text = new String(bytes, charset(bytes));
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** Decodes as UTF-16 if there is a byte order mark, otherwise as UTF-8. */
  private static Charset charset(byte[] bytes) {
    int mark = bytes.length > 1 ? (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF) : 0;
    return mark == 0xFFFE ? UTF_16LE : mark == 0xFEFF ? UTF_16BE : UTF_8;
  }
}
