package org.crashtag.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.crashtag.storage.Location;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Storages;

/**
 * The key of the hashes that replace private values. It is in a file of the user's, which only the
 * process that the user starts reads.
 */
public final class PrivateKey {
  /** The system property with the folder of the user's configuration; for tests. */
  public static final String FOLDER_PROPERTY = "crashtag.config";

  private static final int BYTES = 32;
  private static final int FINGERPRINT_BYTES = 8;
  private static final int LEAST_BYTES = 16;
  private static final int MOST_BYTES = 4096;

  /** Read of an object before it is found not to be a key. */
  private static final int MOST_FILE_BYTES = 1 << 20;

  private PrivateKey() {}

  /**
   * The file with the user's key, {@code crashtag/private.key} in the configuration folder. If it
   * doesn't exist, it is created with 32 random bytes; only the user can read it.
   *
   * @throws IOException if it can't be created; the message says what to do
   */
  public static Path ofUser() throws IOException {
    Path file = folder(System.getenv()).resolve("private.key");
    if (Files.exists(file)) {
      return file;
    }
    try {
      make(file);
    } catch (FileAlreadyExistsException e) {
      // Another run was faster. If it isn't a key, reading it fails.
      return file;
    } catch (IOException e) {
      throw new IOException(
          file
              + ": no key can be made there ("
              + e.getClass().getSimpleName()
              + "); name one with --private-key",
          e);
    }
    return file;
  }

  /** Gives the file its name when it is complete, so that nobody can read half a key. */
  private static void make(Path file) throws IOException {
    boolean posix = isPosix(file);
    Files.createDirectories(file.getParent(), permissions(posix, "rwx------"));
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    Path fresh = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
    try {
      write(fresh, key, posix);
      name(fresh, file);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void write(Path file, byte[] key, boolean posix) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            permissions(posix, "rw-------"))) {
      ByteBuffer left = ByteBuffer.wrap(key);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }

  /** Uses a hard link, which never replaces an existing key, if the file system supports it. */
  private static void name(Path fresh, Path file) throws IOException {
    try {
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(fresh, file);
    }
  }

  private static boolean isPosix(Path file) throws IOException {
    Path there = file.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    FileStore store = Files.getFileStore(there);
    return store.supportsFileAttributeView(PosixFileAttributeView.class);
  }

  private static FileAttribute<?>[] permissions(boolean posix, String text) {
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
        }
        : new FileAttribute<?>[0];
  }

  /** The folder of crashtag in the user's configuration. */
  static Path folder(Map<String, String> environment) {
    String given = System.getProperty(FOLDER_PROPERTY, "");
    if (!given.isEmpty()) {
      return Path.of(given);
    }
    String home = System.getProperty("user.home");
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    String variable = environment.getOrDefault(windows ? "APPDATA" : "XDG_CONFIG_HOME", "");
    Path configuration =
        variable.isEmpty()
            ? Path.of(home, windows ? "AppData/Roaming" : ".config")
            : Path.of(variable);
    return configuration.resolve("crashtag");
  }

  /**
   * Reads a key.
   *
   * @throws IOException if the file can't be read or isn't a key, with the reason
   */
  public static byte[] read(Path file) throws IOException {
    return checked(file.toString(), new Location(file.toString()).read());
  }

  /**
   * Reads a key from a local file or an object store.
   *
   * @param file a path or a URI
   * @throws IOException where the file can't be read or is no key, with the reason
   */
  public static byte[] read(String file) throws IOException {
    if (!Storages.isUri(file)) {
      return read(Path.of(file));
    }
    Optional<Storage.Versioned> there = Storages.all().read(file, MOST_FILE_BYTES);
    return checked(file, there.orElseThrow(() -> new NoSuchFileException(file)).bytes());
  }

  private static byte[] checked(String file, byte[] key) throws IOException {
    if (key.length < LEAST_BYTES || key.length > MOST_BYTES) {
      throw new IOException(file + ": a key has " + LEAST_BYTES + " to " + MOST_BYTES + " bytes");
    }
    return key;
  }

  /**
   * The fingerprint of a key, which doesn't reveal the key: 8 bytes of a SHA-256, in hex.
   *
   * @throws IOException as {@link #read}
   */
  public static String fingerprint(String file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("crashtag private key".getBytes(UTF_8));
      return HexFormat.of().formatHex(digest.digest(read(file)), 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Whether the key is below a folder, also if links lead there.
   *
   * @param key a path or a URI
   * @param folder a path or a URI
   */
  public static boolean isBelow(String key, String folder) throws IOException {
    if (Storages.isUri(key) || Storages.isUri(folder)) {
      return key.startsWith(folder + "/");
    }
    return real(Path.of(key)).startsWith(real(Path.of(folder)));
  }

  /** Resolves the links in the part of the path that exists. */
  private static Path real(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS) || absolute.getParent() == null) {
      return absolute.toRealPath();
    }
    return real(absolute.getParent()).resolve(absolute.getFileName());
  }
}
