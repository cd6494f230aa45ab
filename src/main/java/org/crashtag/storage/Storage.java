package org.crashtag.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Files and folders by path, on a disk or in an object store. Everything that crashtag lists, reads
 * and writes goes through here, so that a test can let any single call fail. Paths use {@code /} on
 * every system.
 *
 * <p>Nothing is renamed, because object stores can't: a file is written at its final place. Files
 * that must be either complete or absent are written by {@link #put}, {@link #createOnce} or {@link
 * #replaceIf}. A process that is killed in one of them can leave a file whose name begins with
 * {@link #UNFINISHED} next to the path.
 */
public interface Storage {
  /** The beginning of the names of files that a killed process left unfinished. */
  String UNFINISHED = ".unfinished-";

  /**
   * A file or folder at a path.
   *
   * @param path as in the call, or the folder's path, {@code /} and a name
   * @param kind what it is
   * @param length of a file, in bytes
   * @param modifiedMicros time of the last change, in microseconds since 1970 UTC
   * @param tag the store's name of the file's version, an etag for example; empty on disks
   */
  record Entry(String path, Kind kind, long length, long modifiedMicros, String tag) {
    /** An entry of a store without tags. */
    public Entry(String path, Kind kind, long length, long modifiedMicros) {
      this(path, kind, length, modifiedMicros, "");
    }
  }

  /** The bytes of a file, and which version of it they are. */
  final class Versioned {
    private final byte[] bytes;
    private final String tag;

    /**
     * A version of a file.
     *
     * @param bytes all of the file, not copied
     * @param tag for {@link #replaceIf}
     */
    public Versioned(byte[] bytes, String tag) {
      this.bytes = bytes;
      this.tag = tag;
    }

    /** All of the file, not copied. */
    public byte[] bytes() {
      return bytes;
    }

    /** The version, for {@link #replaceIf}. */
    public String tag() {
      return tag;
    }
  }

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

  /**
   * Visits what is below {@code folder}, at any depth; nothing if there is no such folder. Memory
   * holds the entries of the folders that are open, not of all.
   *
   * @param depth how many folders below {@code folder} are entered at most; 0 visits its own files
   */
  default void walk(String folder, int depth, Visitor visitor) throws IOException {
    List<Entry> entries;
    try {
      entries = list(folder);
    } catch (IOException e) {
      visitor.unreadable(folder, e);
      return;
    }
    for (Entry entry : entries) {
      boolean isFolder = entry.kind() == Kind.FOLDER || entry.kind() == Kind.FOLDER_LINK;
      if (!isFolder) {
        visitor.visit(entry);
      } else if (depth > 0 && visitor.enters(entry)) {
        walk(entry.path(), depth - 1, visitor);
      }
    }
  }

  /**
   * As {@link #walk(String, int, Visitor)}, but a store may leave out what isn't below an entry of
   * {@code folder} whose name begins with {@code start}. Disks leave out nothing.
   *
   * @param start the beginning of names of files and folders; may be empty
   */
  default void walk(String folder, String start, int depth, Visitor visitor) throws IOException {
    walk(folder, depth, visitor);
  }

  /** Receives what a walk finds. */
  interface Visitor {
    /** Visits a file, or something that is neither a file nor a folder. */
    void visit(Entry entry) throws IOException;

    /**
     * Whether a folder, or a link to one, is entered: asked once, before anything below it is
     * visited.
     */
    default boolean enters(Entry folder) throws IOException {
      return folder.kind() == Kind.FOLDER;
    }

    /**
     * A folder can't be listed. The walk goes on unless this throws.
     *
     * @param fault the reason
     */
    default void unreadable(String folder, IOException fault) throws IOException {
      throw fault;
    }
  }

  /** The canonical path of a file or folder, with links resolved. */
  String canonical(String path) throws IOException;

  /** Opens a file for reading. */
  SeekableByteChannel open(String path) throws IOException;

  /**
   * Opens a file that was listed or found. If the store has tags, reading fails with a {@link
   * ReplacedException} if the file has been replaced by another version.
   */
  default SeekableByteChannel open(Entry listed) throws IOException {
    return open(listed.path());
  }

  /**
   * Whether calls go over a network and take so long that making several at once, or fewer but
   * larger ones, saves time.
   */
  default boolean isRemote(String path) throws IOException {
    return false;
  }

  /**
   * Reads a whole small file.
   *
   * @param limit on its length
   * @return empty if there is no such file
   * @throws IOException if it can't be read or is longer than {@code limit}
   */
  Optional<Versioned> read(String path, int limit) throws IOException;

  /**
   * Creates a file that doesn't exist yet, and the folders above it. Others see the file when the
   * stream is closed, or earlier; they may see only a part of it. Closing the stream after a
   * failure is harmless, but the file must not be used then.
   */
  OutputStream create(String path) throws IOException;

  /**
   * Writes a whole file, creates the folders above it, and replaces the file there, if any: readers
   * see either the old file or the new one. The file survives a loss of power.
   */
  void put(String path, byte[] bytes) throws IOException;

  /**
   * Writes a whole file, and creates the folders above it, if there is nothing at the path. Of
   * several callers at the same time, in any process, one succeeds. The file survives a loss of
   * power.
   *
   * <p>If this throws, the file may have been written nevertheless, because a store's answer can be
   * lost. The caller can recognise its own file by the bytes that it wrote. For the same reason it
   * must compare them after {@code false} if the store's client repeats requests by itself.
   *
   * @return whether this call created it; false if there is something at the path
   */
  boolean createOnce(String path, byte[] bytes) throws IOException;

  /**
   * Replaces a whole file if it is still the version that {@link #read} gave. On object stores this
   * is one atomic step among all processes. On a disk it is atomic only in this process, because
   * disks don't have such a step; processes that share a disk use {@link #lock}.
   *
   * @param tag of the version that was read
   * @return whether it was replaced; false if there is another version or none
   */
  boolean replaceIf(String path, byte[] bytes, String tag) throws IOException;

  /** Deletes a file, or a folder with everything below it; does nothing if there is none. */
  void delete(String path) throws IOException;

  /**
   * Makes a file's bytes, or a folder's entries, survive a loss of power. Does nothing on object
   * stores, where that is so when the stream is closed.
   */
  void force(String path) throws IOException;

  /**
   * Takes the lock at {@code path} for this process and writes {@code content} there.
   *
   * @return releases the lock when closed; empty while another holder has it
   */
  Optional<Closeable> lock(String path, String content) throws IOException;

  /**
   * How long after the last change of a lock's file another process takes the lock over, because
   * its holder must have been killed. Empty if the system itself releases the lock of a holder that
   * ends.
   */
  default Optional<Duration> takeover(String lock) throws IOException {
    return Optional.empty();
  }
}
