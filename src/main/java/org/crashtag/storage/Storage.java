package org.crashtag.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;

/**
 * Files and folders by path. Everything that crashtag lists, reads and writes goes through here, so
 * that a test can let any single call fail. Paths use {@code /} on every system.
 */
public interface Storage {
  /**
   * A file or folder at a path.
   *
   * @param path as in the call, or the folder's path, {@code /} and a name
   * @param kind what it is
   * @param length of a file, in bytes
   * @param modifiedMicros time of the last change, in microseconds since 1970 UTC
   */
  record Entry(String path, Kind kind, long length, long modifiedMicros) {}

  /** What can be at a path. */
  enum Kind {
    FILE,
    FOLDER,
    /** A link to a folder; listing doesn't follow it. */
    FOLDER_LINK,
    /** A device, a pipe, or a broken link. */
    OTHER
  }

  /** What is at {@code path}; a link to a file counts as that file. */
  Optional<Entry> find(String path) throws IOException;

  /** The entries of {@code folder}, sorted by path; empty if there is no such folder. */
  List<Entry> list(String folder) throws IOException;

  /** The canonical path of a file or folder, with links resolved. */
  String canonical(String path) throws IOException;

  /** Opens a file for reading. */
  SeekableByteChannel open(String path) throws IOException;

  /** Creates a file that doesn't exist yet, and the folders above it. */
  OutputStream create(String path) throws IOException;

  /**
   * Renames a file or a folder to a path that doesn't exist yet, and creates the folders above it.
   */
  void move(String from, String to) throws IOException;

  /** Renames a file to a path and replaces the file there, if any: readers see one or the other. */
  void replace(String from, String to) throws IOException;

  /** Copies a file to {@code to} and replaces the file there, if any. */
  void copy(String from, String to) throws IOException;

  /** Deletes a file, or a folder with everything below it; does nothing if there is none. */
  void delete(String path) throws IOException;

  /** Makes a file's bytes, or a folder's entries, survive a loss of power. */
  void force(String path) throws IOException;

  /**
   * Takes the lock at {@code path} for this process and writes {@code content} there.
   *
   * @return releases the lock when closed; empty while another holder has it
   */
  Optional<Closeable> lock(String path, String content) throws IOException;
}
