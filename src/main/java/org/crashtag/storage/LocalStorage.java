package org.crashtag.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.crashtag.bytes.Sha256;

/** The local file system. */
public final class LocalStorage implements Storage {
  private static final Object REPLACING = new Object();

  @Override
  public Optional<Entry> find(String path) throws IOException {
    Path local;
    try {
      local = LocalNames.path(path);
    } catch (InvalidPathException e) {
      // If a pattern has characters that are invalid in local names, there is no such file.
      return Optional.empty();
    }
    try {
      return Optional.of(
          entry(path, local, Files.readAttributes(local, BasicFileAttributes.class)));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if (isBelowAFile(local)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isBelowAFile(Path path) {
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      if (Files.isRegularFile(above)) {
        return true;
      }
    }
    return false;
  }

  private static Entry entry(String path, Path local, BasicFileAttributes attributes) {
    Kind kind = Kind.OTHER;
    if (attributes.isRegularFile()) {
      kind = Kind.FILE;
    } else if (attributes.isDirectory()) {
      kind = Files.isSymbolicLink(local) ? Kind.FOLDER_LINK : Kind.FOLDER;
    }
    return new Entry(
        path, kind, attributes.size(), attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS));
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    String prefix = folder.endsWith("/") ? folder : folder + "/";
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(LocalNames.path(folder))) {
      for (Path path : stream) {
        entries.add(listed(prefix + name(path), path));
      }
    } catch (NoSuchFileException | NotDirectoryException | InvalidPathException e) {
      return List.of();
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    entries.sort(Comparator.comparing(Entry::path));
    return entries;
  }

  /** The last part of a path. */
  private static String name(Path path) {
    String text = LocalNames.text(path);
    return text.substring(text.lastIndexOf(java.io.File.separatorChar) + 1);
  }

  private static Entry listed(String path, Path local) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(local, BasicFileAttributes.class, NOFOLLOW_LINKS);
      if (!attributes.isSymbolicLink()) {
        return entry(path, local, attributes);
      }
      return entry(path, local, Files.readAttributes(local, BasicFileAttributes.class));
    } catch (NoSuchFileException e) {
      return new Entry(path, Kind.OTHER, 0, 0);
    } catch (FileSystemException e) {
      // A cycle of links, or a link into a folder without permission. Opening it fails with the
      // reason; the other entries can still be read.
      return new Entry(path, Kind.FILE, 0, 0);
    }
  }

  @Override
  public String canonical(String path) throws IOException {
    Path local;
    try {
      local = LocalNames.path(path).toAbsolutePath();
    } catch (InvalidPathException e) {
      // No file can have this name, so the path is in no folder.
      return path;
    }
    Path above = local;
    // A path that doesn't exist yet keeps its name below the nearest existing folder.
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    Path real = above == null ? local : above.toRealPath().resolve(above.relativize(local));
    return LocalNames.text(real.normalize()).replace(java.io.File.separatorChar, '/');
  }

  @Override
  public SeekableByteChannel open(String path) throws IOException {
    return FileChannel.open(LocalNames.path(path), READ);
  }

  @Override
  public OutputStream create(String path) throws IOException {
    Path local = LocalNames.path(path);
    createFolderOf(local);
    return new NamedOutput(path, Files.newOutputStream(local, CREATE_NEW, WRITE));
  }

  @Override
  public Optional<Versioned> read(String path, int limit) throws IOException {
    byte[] bytes;
    Path local = LocalNames.path(path);
    try (InputStream stream = Files.newInputStream(local)) {
      bytes = stream.readNBytes(limit + 1);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (isBelowAFile(local)) {
        return Optional.empty();
      }
      throw NamedOutput.named(path, e);
    }
    if (bytes.length > limit) {
      throw new IOException(path + ": longer than " + limit + " bytes");
    }
    return Optional.of(new Versioned(bytes, Sha256.hex(bytes)));
  }

  @Override
  public void put(String path, byte[] bytes) throws IOException {
    write(
        path,
        bytes,
        (fresh, target) -> {
          Files.move(fresh, target, ATOMIC_MOVE);
          return true;
        });
  }

  @Override
  public boolean createOnce(String path, byte[] bytes) throws IOException {
    return write(path, bytes, LocalStorage::linkOnce);
  }

  /** Unlike a rename, a link never replaces what is there. */
  private static boolean linkOnce(Path fresh, Path target) throws IOException {
    try {
      Files.createLink(target, fresh);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // The file system may have no links. Then the lock alone keeps others from the path.
      try {
        Files.move(fresh, target);
        return true;
      } catch (FileAlreadyExistsException exists) {
        return false;
      }
    }
  }

  @Override
  public boolean replaceIf(String path, byte[] bytes, String tag) throws IOException {
    synchronized (REPLACING) {
      Optional<Versioned> there = read(path, Integer.MAX_VALUE - 1);
      if (there.isEmpty() || !there.get().tag().equals(tag)) {
        return false;
      }
      put(path, bytes);
      return true;
    }
  }

  /** Moves or links a complete file to its place. */
  private interface Placement {
    boolean place(Path fresh, Path target) throws IOException;
  }

  /**
   * Writes a file next to its place, forces it to disk, and then moves or links it to its place.
   */
  private static boolean write(String path, byte[] bytes, Placement placement) throws IOException {
    Path target = LocalNames.path(path);
    Path folder = target.toAbsolutePath().getParent();
    createForced(folder);
    Path fresh = folder.resolve(UNFINISHED + UUID.randomUUID());
    boolean placed;
    try {
      try (FileChannel channel = FileChannel.open(fresh, CREATE_NEW, WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      placed = placement.place(fresh, target);
    } catch (IOException e) {
      throw NamedOutput.named(path, e);
    } finally {
      Files.deleteIfExists(fresh);
    }
    forceFolder(folder);
    return placed;
  }

  /** Creates a folder and those above it, and makes their names survive a loss of power. */
  private static void createForced(Path folder) throws IOException {
    Path existing = folder;
    while (!Files.isDirectory(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    Files.createDirectories(folder);
    for (Path each = folder; !each.equals(existing); each = each.getParent()) {
      try {
        forceFolder(each.getParent());
      } catch (AccessDeniedException e) {
        // Who may not read a folder can't force it.
        return;
      }
    }
  }

  private static void createFolderOf(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
  }

  @Override
  public void delete(String path) throws IOException {
    Path top = LocalNames.path(path);
    if (!Files.exists(top, NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException fault)
              throws IOException {
            if (fault != null) {
              throw fault;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void force(String path) throws IOException {
    Path local = LocalNames.path(path);
    try {
      if (Files.isDirectory(local)) {
        forceFolder(local);
      } else {
        try (FileChannel channel = FileChannel.open(local, WRITE)) {
          channel.force(true);
        }
      }
    } catch (IOException e) {
      throw NamedOutput.named(path, e);
    }
  }

  private static void forceFolder(Path folder) throws IOException {
    if (java.io.File.separatorChar == '\\') {
      // Windows keeps folder entries in its journal and can't open a folder as a file.
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    }
  }

  @Override
  public Optional<Closeable> lock(String path, String content) throws IOException {
    Path local = LocalNames.path(path);
    createForced(local.toAbsolutePath().getParent());
    FileChannel channel = FileChannel.open(local, CREATE, READ, WRITE);
    try {
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(content.getBytes(UTF_8)), 0);
      return Optional.of(channel);
    } catch (IOException e) {
      channel.close();
      throw NamedOutput.named(path, e);
    } catch (RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The lock; null while another holder, in this process or another one, has it. */
  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      // Locked beyond the text, so that the holder's name can be read on systems with mandatory
      // locks.
      return channel.tryLock(1L << 40, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
