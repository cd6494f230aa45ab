package org.crashtag.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A small file that the user names: by a path or by a URI.
 *
 * @param text as the user wrote it, or relative to another file
 */
public record Location(String text) {
  /** The maximum size of a file of the user's: 64 MiB. */
  private static final int MOST_BYTES = 1 << 26;

  /** Whether it is a URI. */
  public boolean isUri() {
    return Storages.isUri(text);
  }

  /**
   * A file that this one names: relative to this one's folder unless it is an absolute path or a
   * URI.
   *
   * @throws java.nio.file.InvalidPathException if no local file can have this name
   */
  public Location sibling(String name) {
    if (Storages.isUri(name)) {
      return new Location(name);
    }
    if (!isUri()) {
      return new Location(Path.of(text).resolveSibling(name).toString());
    }
    if (Path.of(name).isAbsolute()) {
      return new Location(name);
    }
    return new Location(normalized(text.substring(0, text.lastIndexOf('/') + 1) + name));
  }

  /** Without {@code .} and {@code ..}, which are ordinary names in a URI. */
  private static String normalized(String uri) {
    int root = uri.indexOf('/', uri.indexOf("://") + 3) + 1;
    String path = Path.of("/" + uri.substring(root)).normalize().toString();
    return uri.substring(0, root) + path.replace('\\', '/').substring(1);
  }

  /** Whether it is a folder on this machine. */
  public boolean isLocalFolder() {
    return !isUri() && Files.isDirectory(Path.of(text));
  }

  /**
   * All bytes of the file.
   *
   * @throws IOException if it can't be read, is a folder, or has more than 64 MiB; the message
   *     names it
   */
  public byte[] read() throws IOException {
    if (isLocalFolder()) {
      throw new FileSystemException(text, null, "a folder, not a file");
    }
    if (!isUri()) {
      try (InputStream in = Files.newInputStream(Path.of(text))) {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
          throw new FileSystemException(text, null, "larger than 64 MiB");
        }
        return bytes;
      } catch (IOException e) {
        throw NamedOutput.named(text, e);
      }
    }
    return Storages.all()
        .read(text, MOST_BYTES)
        .orElseThrow(() -> new NoSuchFileException(text))
        .bytes();
  }

  @Override
  public String toString() {
    return text;
  }
}
