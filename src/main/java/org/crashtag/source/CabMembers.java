package org.crashtag.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.crashtag.bytes.MalformedException;
import org.crashtag.source.cab.Cabinet;
import org.crashtag.source.cab.CabinetFile;

/** A cabinet's members, in the order in which its folders are decompressed. */
final class CabMembers {
  private static final Comparator<CabinetFile> FORWARD =
      Comparator.comparingInt(CabinetFile::folder).thenComparingLong(CabinetFile::offset);

  private CabMembers() {}

  static void walk(ArchiveLevel level, InputStream in) throws IOException {
    walk(level, new ForwardChannel(in));
  }

  static void walk(ArchiveLevel level, SeekableByteChannel channel) throws IOException {
    Cabinet cabinet = Faults.boundary(0, () -> Cabinet.open(channel, level.budget().left()));
    List<CabinetFile> files = new ArrayList<>(cabinet.files());
    files.sort(FORWARD);
    for (CabinetFile file : files) {
      if (level.isDone()) {
        return;
      }
      String path = level.path(file.name());
      if (level.accepts(path)) {
        member(level, path, cabinet, file);
      }
    }
  }

  private static void member(ArchiveLevel level, String path, Cabinet cabinet, CabinetFile file)
      throws IOException {
    InputStream in;
    try {
      in = Faults.boundary(0, () -> cabinet.open(file));
    } catch (MalformedException e) {
      level.fault(path, file.bytes(), e);
      return;
    }
    try (in) {
      level.member(path, file.bytes(), in);
    }
  }
}
