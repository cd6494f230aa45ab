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

  static void walk(SourceWalker.Walk walk, Member archive, InputStream in, int depth)
      throws IOException {
    walk(walk, archive, new ForwardChannel(in), depth);
  }

  static void walk(SourceWalker.Walk walk, Member archive, SeekableByteChannel channel, int depth)
      throws IOException {
    Cabinet cabinet;
    try {
      cabinet = Cabinet.open(channel, walk.budget().left());
    } catch (IOException e) {
      throw MemberStream.asFault(e, 0);
    }
    List<CabinetFile> files = new ArrayList<>(cabinet.files());
    files.sort(FORWARD);
    for (CabinetFile file : files) {
      if (walk.isDone()) {
        return;
      }
      if (walk.wants(archive, file.name())) {
        member(walk, archive, cabinet, file, depth);
      }
    }
  }

  private static void member(
      SourceWalker.Walk walk, Member archive, Cabinet cabinet, CabinetFile file, int depth)
      throws IOException {
    InputStream in;
    try {
      in = cabinet.open(file);
    } catch (MalformedException e) {
      walk.fault(archive, file.name(), file.bytes(), e);
      return;
    } catch (IOException e) {
      throw MemberStream.asFault(e, 0);
    }
    try (in) {
      walk.member(archive, file.name(), file.bytes(), in, depth);
    }
  }
}
