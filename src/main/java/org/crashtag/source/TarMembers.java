package org.crashtag.source;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A tar's members. */
final class TarMembers {
  private TarMembers() {}

  static void walk(SourceWalker.Walk walk, Member archive, InputStream in, int depth)
      throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(in);
    while (!walk.isDone()) {
      TarArchiveEntry entry = next(tar);
      if (entry == null) {
        return;
      }
      if (entry.isFile() && walk.wants(archive, entry.getName())) {
        walk.member(archive, entry.getName(), entry.getRealSize(), tar, depth);
      }
    }
  }

  private static TarArchiveEntry next(TarArchiveInputStream tar) throws IOException {
    try {
      return tar.getNextEntry();
    } catch (IOException e) {
      throw MemberStream.asFault(e, tar.getBytesRead());
    } catch (IllegalArgumentException e) {
      throw MemberStream.asFault(new IOException(e), tar.getBytesRead());
    }
  }
}
