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
   * What stands at a path.
   *
   * @param path as it was asked for, or the folder's path, {@code /} and a name
   * @param kind what it is
   * @param length of a file, in bytes
   * @param modifiedMicros last change, in microseconds since 1970 UTC
   */
  record Entry(String path, Kind kind, long length, long modifiedMicros) {}

  /** What can stand at a path. */
  enum Kind {
    FILE,
    FOLDER,
    /** A link to a folder, which listing doesn't follow. */
    FOLDER_LINK,
    /** A device, a pipe, a link to nothing. */
    OTHER
  }

  /** What stands at {@code path}; a link to a file counts as that file. */
  Optional<Entry> find(String path) throws IOException;

  /** What stands directly in {@code folder}, sorted by path; nothing where there is no folder. */
  List<Entry> list(String folder) throws IOException;

  /** The one path of a file or folder that may be reached by several, links resolved. */
  String canonical(String path) throws IOException;

  /** Opens a file for reading. */
  SeekableByteChannel open(String path) throws IOException;

  /** Creates a file that isn't there yet, and the folders above it. */
  OutputStream create(String path) throws IOException;

  /** Renames a file or a folder to a path where nothing is yet, making the folders above it. */
  void move(String from, String to) throws IOException;

  /** Renames a file to a path where another may be, which is gone then: readers see either. */
  void replace(String from, String to) throws IOException;

  /** Writes a file's bytes to {@code to} as well, replacing what is there. */
  void copy(String from, String to) throws IOException;

  /** Removes a file, or a folder with all below it; does nothing where there is none. */
  void delete(String path) throws IOException;

  /** Makes a file's bytes, or a folder's entries, outlast a loss of power. */
  void force(String path) throws IOException;

  /**
   * Takes the lock at {@code path} for this process and writes {@code content} there.
   *
   * @return what gives the lock back when closed; empty while another holder has it
   */
  Optional<Closeable> lock(String path, String content) throws IOException;
}
