package org.crashtag.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
import java.util.Set;
import java.util.UUID;

/**
 * The key of the hashes that stand for private values: a file of the user's. Only the process that
 * the user starts reads it.
 */
public final class PrivateKey {
  /** Names the folder of the user's configuration, as a system property; for tests. */
  public static final String FOLDER_PROPERTY = "crashtag.config";

  private static final int BYTES = 32;
  private static final int FINGERPRINT_BYTES = 8;
  private static final int LEAST_BYTES = 16;
  private static final int MOST_BYTES = 4096;

  private PrivateKey() {}

  /**
   * The user's own key, made where there is none yet: 32 random bytes that only the user may read,
   * in {@code crashtag/private.key} of the configuration folder.
   *
   * @throws IOException where it can be neither read nor made, with what to do
   */
  public static Path ofUser() throws IOException {
    Path file = folder(System.getenv()).resolve("private.key");
    if (Files.exists(file)) {
      return file;
    }
    try {
      make(file);
    } catch (FileAlreadyExistsException e) {
      // Another run was faster, or something else is in the way, which reading tells.
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

  /** The file is whole before it has its name: nobody reads half a key, whatever ends us. */
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

  /** A second name never replaces a key that is there; not every file system has them. */
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

  /** crashtag's folder in the user's configuration. */
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
   * @throws IOException where the file can't be read or is no key, with the reason
   */
  public static byte[] read(Path file) throws IOException {
    byte[] key;
    try (InputStream stream = Files.newInputStream(file)) {
      key = stream.readNBytes(MOST_BYTES + 1);
    }
    if (key.length < LEAST_BYTES || key.length > MOST_BYTES) {
      throw new IOException(file + ": a key has " + LEAST_BYTES + " to " + MOST_BYTES + " bytes");
    }
    return key;
  }

  /**
   * What tells this key from others without giving it away: 8 bytes in hex, of a SHA-256.
   *
   * @throws IOException as {@link #read}
   */
  public static String fingerprint(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("crashtag private key".getBytes(UTF_8));
      return HexFormat.of().formatHex(digest.digest(read(file)), 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether the key lies below a folder, through links as well. */
  public static boolean isBelow(Path key, Path folder) throws IOException {
    return real(key).startsWith(real(folder));
  }

  /** The path without links, as far as it is there. */
  private static Path real(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS) || absolute.getParent() == null) {
      return absolute.toRealPath();
    }
    return real(absolute.getParent()).resolve(absolute.getFileName());
  }
}
