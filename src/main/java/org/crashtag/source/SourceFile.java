package org.crashtag.source;

import org.crashtag.storage.Storage;

/**
 * A file that a pattern matched.
 *
 * @param path as matched, with {@code /}
 * @param bytes its length when it was listed
 * @param modifiedMicros its last change, in microseconds since 1970 UTC
 * @param tag the store's name of its version; empty on disks
 */
public record SourceFile(String path, long bytes, long modifiedMicros, String tag) {
  /** A file on a disk. */
  public SourceFile(String path, long bytes, long modifiedMicros) {
    this(path, bytes, modifiedMicros, "");
  }

  /** What a storage lists. */
  public static SourceFile of(Storage.Entry entry) {
    return new SourceFile(entry.path(), entry.length(), entry.modifiedMicros(), entry.tag());
  }

  /** What a storage opens. */
  Storage.Entry entry() {
    return new Storage.Entry(path, Storage.Kind.FILE, bytes, modifiedMicros, tag);
  }
}
