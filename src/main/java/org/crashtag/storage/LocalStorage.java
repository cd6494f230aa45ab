package org.crashtag.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
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
import java.util.concurrent.TimeUnit;

/** The local file system. */
public final class LocalStorage implements Storage {
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
    } catch (java.nio.file.FileSystemException e) {
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
    } catch (java.nio.file.FileSystemException e) {
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
  public void move(String from, String to) throws IOException {
    Path target = LocalNames.path(to);
    createFolderOf(target);
    if (Files.exists(target, NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(to);
    }
    Files.move(LocalNames.path(from), target);
  }

  @Override
  public void replace(String from, String to) throws IOException {
    Path target = LocalNames.path(to);
    createFolderOf(target);
    Files.move(LocalNames.path(from), target, ATOMIC_MOVE);
  }

  @Override
  public void copy(String from, String to) throws IOException {
    Path target = LocalNames.path(to);
    createFolderOf(target);
    Files.copy(LocalNames.path(from), target, REPLACE_EXISTING);
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
    boolean folder = Files.isDirectory(local);
    if (folder && java.io.File.separatorChar == '\\') {
      // Windows keeps folder entries in its journal and can't open a folder as a file.
      return;
    }
    try (FileChannel channel =
        folder ? FileChannel.open(local, READ) : FileChannel.open(local, WRITE)) {
      channel.force(true);
    } catch (IOException e) {
      throw NamedOutput.named(path, e);
    }
  }

  @Override
  public Optional<Closeable> lock(String path, String content) throws IOException {
    Path local = LocalNames.path(path);
    createFolderOf(local);
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

  /** Null while another holder, in this process or another one, has the lock. */
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
