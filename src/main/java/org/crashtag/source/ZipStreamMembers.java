package org.crashtag.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.crashtag.bytes.MalformedException;

/**
 * The members of a zip that is read as a stream, by the headers before them. The library's stream
 * reader holds a stored member of unknown length in memory, and doesn't verify a checksum before it
 * returns a member.
 */
final class ZipStreamMembers {
  private ZipStreamMembers() {}

  static void walk(ArchiveLevel level, InputStream stream) throws IOException {
    PushbackInputStream in = new PushbackInputStream(stream, ZipEntryStream.MOST_PUSHED_BACK);
    for (boolean first = true; !level.isDone(); first = false) {
      boolean atStart = first;
      ZipLocalHeader header = Faults.boundary(0, () -> ZipLocalHeader.read(in, atStart));
      if (header == null) {
        return;
      }
      // A folder has no position, as in the directory of a zip.
      boolean folder = header.name().endsWith("/");
      String path = folder ? header.name() : level.path(header.name());
      try (ZipEntryStream entry = new ZipEntryStream(in, header)) {
        if (!folder && level.accepts(path)) {
          member(level, path, entry);
        }
        if (!level.isDone()) {
          entry.goToEnd(level.budget());
        }
      }
    }
  }

  private static void member(ArchiveLevel level, String path, ZipEntryStream entry)
      throws IOException {
    long bytes = entry.header().bytes();
    try {
      Faults.boundary(0, entry::open);
    } catch (MalformedException e) {
      level.fault(path, bytes, e);
      return;
    }
    level.member(path, bytes, entry);
  }
}
