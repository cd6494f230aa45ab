package org.crashtag.sql;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Decodes dumps again whose rows are in the tables. */
public interface Redecoder {
  /**
   * The destination of decoded rows.
   *
   * @param run that they will belong to
   * @param folder below which the parts are written
   * @param keep tags whose bytes earlier runs kept
   */
  record Target(String run, String folder, List<String> keep) {
    public Target {
      keep = List.copyOf(keep);
    }
  }

  /**
   * A file of decoded rows.
   *
   * @param path in the storage
   */
  record Part(String table, String path) {}

  /**
   * The decoder of a tag today, with its version; empty if there is none or it isn't selected.
   *
   * @param tag in lower case, without braces
   */
  Optional<String> decoder(String tag);

  /**
   * Decodes dumps that are still in the archive. A dump that is gone, or that is another one now,
   * has no row in the part of {@code dumps}.
   *
   * @param count how many dumps there are
   * @return what was written
   */
  List<Part> fromArchive(Target target, long count, Iterator<ArchivedDump> dumps)
      throws IOException;

  /** Decodes kept blobs; returns what was written. */
  List<Part> fromBlobs(Target target, StoredDump.Reader dumps) throws IOException;
}
