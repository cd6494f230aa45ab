package org.crashtag.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.crashtag.bytes.Sha256;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Storages;
import org.crashtag.storage.Together;

/**
 * Local copies of parts that are in an object store, for the engine, which reads local files. A
 * part never changes, so a copy stays valid. If the copies take more than the limit, those that
 * were not used for longest are removed, except those of the last hour: another process may read
 * them.
 */
final class PartCache {
  /** A cache folder of the user's, as the launcher's; {@code none} for no cache that stays. */
  private static final String FOLDER_VARIABLE = "CRASHTAG_CACHE";

  private static final String LIMIT_VARIABLE = "CRASHTAG_CACHE_MB";
  private static final long DEFAULT_LIMIT_MB = 4096;

  /** Names the cache folder, as a system property; for tests. */
  static final String FOLDER_PROPERTY = "crashtag.cache";

  private static final Duration IN_USE = Duration.ofHours(1);

  private final Storage storage;
  private final Path folder;
  private final long limit;

  /**
   * A cache in a folder that need not exist.
   *
   * @param limit most bytes
   */
  PartCache(Storage storage, Path folder, long limit) {
    this.storage = storage;
    this.folder = folder;
    this.limit = limit;
  }

  /**
   * The user's cache.
   *
   * @param temporary the folder to use if the user turned the cache off
   */
  static PartCache ofUser(Storage storage, Path temporary) throws IOException {
    Path folder = userFolder().orElse(temporary).resolve("parts");
    return new PartCache(storage, folder, userLimit());
  }

  private static long userLimit() throws IOException {
    String text = System.getenv().getOrDefault(LIMIT_VARIABLE, "");
    try {
      return (text.isEmpty() ? DEFAULT_LIMIT_MB : Long.parseLong(text)) * 1_000_000;
    } catch (NumberFormatException e) {
      throw new IOException(LIMIT_VARIABLE + "=" + text + ": expected a number of megabytes", e);
    }
  }

  private static Optional<Path> userFolder() {
    String given =
        System.getProperty(FOLDER_PROPERTY, System.getenv().getOrDefault(FOLDER_VARIABLE, ""));
    if (given.equals("none")) {
      return Optional.empty();
    }
    if (!given.isEmpty() && Path.of(given).isAbsolute()) {
      return Optional.of(Path.of(given));
    }
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    String caches = System.getenv().getOrDefault(windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME", "");
    if (!caches.isEmpty() && Path.of(caches).isAbsolute()) {
      return Optional.of(Path.of(caches, "crashtag"));
    }
    String home = System.getProperty("user.home", "");
    return home.isEmpty() || !Files.isDirectory(Path.of(home))
        ? Optional.empty()
        : Optional.of(Path.of(home, ".cache", "crashtag"));
  }

  /** Whether a part is in an object store. */
  static boolean isRemote(View.PartFile part) {
    return Storages.isUri(part.path());
  }

  /** The copy of a part, which need not exist yet; a local part itself. */
  View.PartFile copy(View.PartFile part) {
    return isRemote(part)
        ? new View.PartFile(place(part).toString(), part.run(), part.columns())
        : part;
  }

  /** A view over copies of its parts, which are made if there are none. */
  View near(View view) throws IOException {
    fetch(view.parts());
    List<View.PartFile> copies = view.parts().stream().map(this::copy).toList();
    return new View(view.schema(), copies, view.replaced());
  }

  /** In a folder with the run's name, because the engine takes the run from the path. */
  private Path place(View.PartFile part) {
    String name = part.path().substring(part.path().lastIndexOf('/') + 1);
    return folder
        .resolve(Sha256.shortHex(part.path().getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .resolve("run=" + part.run())
        .resolve(name)
        .toAbsolutePath();
  }

  /** Removes all copies. */
  void clear() throws IOException {
    new LocalStorage().delete(folder.toString());
  }

  /** Copies the parts that have no copy yet, several at once. */
  void fetch(List<View.PartFile> parts) throws IOException {
    List<View.PartFile> missing = new ArrayList<>();
    for (View.PartFile part : parts) {
      if (isRemote(part) && !use(place(part))) {
        missing.add(part);
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    makePrivate(folder);
    List<Together.Call> copies = new ArrayList<>();
    missing.forEach(part -> copies.add(() -> copyOne(part)));
    Together.run(copies);
    removeOld();
  }

  /** Marks a copy as used now; false if there is none. */
  private static boolean use(Path copy) throws IOException {
    try {
      Files.setLastModifiedTime(copy, FileTime.from(Instant.now()));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static void makePrivate(Path made) throws IOException {
    if (Files.isDirectory(made)) {
      return;
    }
    boolean posix = made.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    Files.createDirectories(made, attributes);
  }

  /** A copy has its name only when it is whole. */
  private void copyOne(View.PartFile part) throws IOException {
    Path place = place(part);
    Path fresh = Files.createTempFile(folder, "copy", ".tmp");
    try {
      try (InputStream in = Channels.newInputStream(storage.open(part.path()));
          OutputStream out = Files.newOutputStream(fresh)) {
        in.transferTo(out);
      }
      makePrivate(place.getParent());
      Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /**
   * A file of the cache.
   *
   * @param used when it was used last
   */
  private record Copy(Path path, long bytes, Instant used) {}

  private void removeOld() throws IOException {
    List<Copy> copies = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files.forEach(path -> stat(path).ifPresent(copies::add));
    } catch (UncheckedIOException e) {
      // Another process removes copies, too.
      return;
    }
    long total = copies.stream().mapToLong(Copy::bytes).sum();
    copies.sort(Comparator.comparing(Copy::used));
    Instant inUse = Instant.now().minus(IN_USE);
    for (Copy copy : copies) {
      if (total <= limit || copy.used.isAfter(inUse)) {
        break;
      }
      Files.deleteIfExists(copy.path);
      total -= copy.bytes;
      removeEmpty(copy.path.getParent());
    }
  }

  private void removeEmpty(Path start) {
    Path each = start;
    while (!each.equals(folder) && each.toFile().delete()) {
      each = each.getParent();
    }
  }

  private static Optional<Copy> stat(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return attributes.isRegularFile()
          ? Optional.of(
              new Copy(path, attributes.size(), attributes.lastModifiedTime().toInstant()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
