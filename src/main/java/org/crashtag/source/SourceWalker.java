package org.crashtag.source;

import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Optional;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.storage.Storage;

/**
 * Walks a source: a file, or an archive with its members, which can be archives. Makes one forward
 * pass, writes nothing to disk, and never uses a member's name as a path. Exceptions of a library
 * that reads an archive become faults of that archive or member; exceptions of the visitor are
 * passed on.
 */
public final class SourceWalker {
  private final Storage storage;
  private final Limits limits;

  /**
   * @param storage that reads the sources
   * @param limits of each archive
   */
  public SourceWalker(Storage storage, Limits limits) {
    this.storage = storage;
    this.limits = limits;
  }

  /**
   * Walks {@code file}.
   *
   * @return bytes read from the file, or decompressed
   * @throws ReadFaultException if it can't be read
   */
  public long walk(SourceFile file, SourceVisitor visitor) throws IOException {
    try (SourceChannel channel = new SourceChannel(storage, file)) {
      return walk(file, channel, visitor);
    }
  }

  /**
   * Walks {@code file} through a channel that is open and is closed afterwards.
   *
   * @return bytes read from the file, or decompressed
   * @throws ReadFaultException if it can't be read
   */
  public long walk(SourceFile file, SourceChannel opened, SourceVisitor visitor)
      throws IOException {
    try (SourceChannel channel = opened) {
      ChannelContent content = new ChannelContent(channel);
      Bytes head = content.readHead();
      SourceKind kind = SourceKind.of(head);
      Budget budget = new Budget(limits, channel.size());
      String name = file.path().substring(file.path().lastIndexOf('/') + 1);
      ReadOnlyChannel timed = new TimedChannel(channel, budget);
      try {
        if (kind.isArchive()) {
          archive(visitor, budget, name, kind, timed);
        } else if (!EmbeddedArchive.isProgram(head) || !embedded(visitor, budget, name, timed)) {
          verifyNoVolume(name, kind, channel);
          visitor.content(new Member(null, channel.size(), kind), content);
          return content.bytesRead();
        }
      } catch (MalformedException e) {
        visitor.fault(new Member(null, channel.size(), kind), Volumes.explained(name, e));
      }
      return budget.bytes();
    }
  }

  private static void archive(
      SourceVisitor visitor, Budget budget, String name, SourceKind kind, ReadOnlyChannel channel)
      throws IOException {
    Member member = new Member(null, channel.size(), kind);
    visitor.archive(member);
    new ArchiveLevel(visitor, budget, name, member, 1).walk(channel);
  }

  /** Walks the archive in a program; false if there is none. */
  private static boolean embedded(
      SourceVisitor visitor, Budget budget, String name, ReadOnlyChannel channel)
      throws IOException {
    if (ZipDirectory.members(channel, 1) > 0) {
      archive(visitor, budget, name, SourceKind.ZIP, channel);
      return true;
    }
    channel.position(0);
    Optional<EmbeddedArchive> found = EmbeddedArchive.find(Channels.newInputStream(channel));
    if (found.isEmpty() || found.get().kind() != SourceKind.CAB) {
      return false;
    }
    ReadOnlyChannel cabinet = new OffsetChannel(channel, found.get().offset());
    archive(visitor, budget, name, SourceKind.CAB, cabinet);
    return true;
  }

  /** The last volume of a split zip has the directory, and a name like that of a whole zip. */
  private static void verifyNoVolume(String name, SourceKind kind, ReadOnlyChannel channel)
      throws IOException {
    Volumes.verifyNone(name, kind);
    if (kind == SourceKind.OTHER && name.regionMatches(true, name.length() - 4, ".zip", 0, 4)) {
      ZipDirectory.members(channel, 1);
    }
  }
}
