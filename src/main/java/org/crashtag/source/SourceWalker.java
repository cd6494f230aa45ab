package org.crashtag.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.storage.Storage;

/**
 * Walks a source: a file, or an archive and what is in it, nested. One forward pass; nothing is
 * written to disk, and a member's name is never used as a path.
 */
public final class SourceWalker {
  private final Storage storage;
  private final Limits limits;

  public SourceWalker(Storage storage, Limits limits) {
    this.storage = storage;
    this.limits = limits;
  }

  /**
   * Walks {@code file}.
   *
   * @return bytes taken from the file, or decompressed
   * @throws ReadFaultException where it can't be read
   */
  public long walk(SourceFile file, SourceVisitor visitor) throws IOException {
    try (SourceChannel channel = new SourceChannel(storage, file.path())) {
      ChannelContent content = new ChannelContent(channel);
      SourceKind kind = SourceKind.of(content.readHead());
      Member member = new Member(null, channel.size(), kind);
      if (!kind.isArchive()) {
        visitor.content(member, content);
        return content.bytesRead();
      }
      Budget budget = new Budget(limits, channel.size());
      Walk walk = new Walk(visitor, budget, fileName(file.path()));
      visitor.archive(member);
      try {
        walk.seekable(member, channel, 1);
      } catch (MalformedException e) {
        visitor.fault(member, e);
      }
      return budget.bytes();
    }
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** One walk through one source. */
  static final class Walk {
    private final SourceVisitor visitor;
    private final Budget budget;
    private final String fileName;

    Walk(SourceVisitor visitor, Budget budget, String fileName) {
      this.visitor = visitor;
      this.budget = budget;
      this.fileName = fileName;
    }

    Budget budget() {
      return budget;
    }

    boolean isDone() {
      return visitor.isDone();
    }

    boolean wants(Member archive, String name) {
      return visitor.wants(path(archive, name));
    }

    private static String path(Member archive, String name) {
      return archive.path() == null ? name : archive.path() + "!" + name;
    }

    /** An archive that can be read at any place. */
    void seekable(Member archive, java.nio.channels.SeekableByteChannel channel, int depth)
        throws IOException {
      budget.checkDepth(depth);
      channel.position(0);
      InputStream stream = java.nio.channels.Channels.newInputStream(channel);
      switch (archive.kind()) {
        case ZIP -> ZipMembers.walk(this, archive, channel, depth);
        case SEVEN_ZIP -> SevenZipMembers.walk(this, archive, channel, depth);
        case CAB -> CabMembers.walk(this, archive, channel, depth);
        case GZIP, ZSTD, XZ, TAR -> stream(archive, stream, depth);
        case RAR -> throw unsupported(archive.kind());
        case DUMP, MINIDUMP, OTHER -> throw new IllegalStateException(archive.toString());
      }
    }

    /** An archive that comes as a stream. */
    private void stream(Member archive, InputStream in, int depth) throws IOException {
      budget.checkDepth(depth);
      switch (archive.kind()) {
        case ZIP -> ZipMembers.walk(this, archive, in, depth);
        case TAR -> TarMembers.walk(this, archive, in, depth);
        case GZIP, ZSTD, XZ -> compressed(archive, in, depth);
        case SEVEN_ZIP -> SevenZipMembers.walk(this, archive, in, depth);
        case CAB -> CabMembers.walk(this, archive, in, depth);
        case RAR -> throw unsupported(archive.kind());
        case DUMP, MINIDUMP, OTHER -> throw new IllegalStateException(archive.toString());
      }
    }

    private static MalformedException unsupported(SourceKind kind) {
      return new MalformedException(
          Reason.UNSUPPORTED, 0, kind.label() + " archives can't be read");
    }

    /** A single compressed file: a tar in it is the archive itself, in disguise. */
    private void compressed(Member archive, InputStream in, int depth) throws IOException {
      MemberStream member = new MemberStream(Compressed.open(archive.kind(), in), budget);
      Bytes head = head(member);
      if (SourceKind.of(head) == SourceKind.TAR) {
        Member tar = new Member(archive.path(), Content.UNKNOWN_LENGTH, SourceKind.TAR);
        stream(tar, joined(head, member), depth);
      } else {
        String outer = archive.path() == null ? fileName : archive.path();
        String name = outer.substring(outer.lastIndexOf('!') + 1);
        name = name.substring(name.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        String inner = dot > 0 ? name.substring(0, dot) : name;
        if (wants(archive, inner)) {
          member(archive, inner, Content.UNKNOWN_LENGTH, head, member, depth);
        }
      }
    }

    /**
     * A member of an archive: a dump candidate, or an archive again.
     *
     * @param bytes its length, or {@link Content#UNKNOWN_LENGTH}
     */
    void member(Member archive, String name, long bytes, InputStream in, int depth)
        throws IOException {
      MemberStream stream = new MemberStream(in, budget);
      Member unread = new Member(path(archive, name), bytes, SourceKind.OTHER);
      Bytes head;
      try {
        head = head(stream);
      } catch (MalformedException e) {
        visitor.fault(unread, e);
        return;
      }
      member(archive, name, bytes, head, stream, depth);
    }

    private void member(
        Member archive, String name, long bytes, Bytes head, MemberStream in, int depth)
        throws IOException {
      budget.addMember();
      Member member = new Member(path(archive, name), bytes, SourceKind.of(head));
      try {
        if (member.kind().isArchive()) {
          visitor.archive(member);
          stream(member, joined(head, in), depth + 1);
        } else {
          visitor.content(member, new StreamContent(head, in, bytes));
        }
      } catch (MalformedException e) {
        visitor.fault(member, e);
      }
    }

    /**
     * A member of an archive that has to be decompressed to come to the next: what is left of it
     * counts, too.
     */
    void solidMember(Member archive, String name, long bytes, InputStream in, int depth)
        throws IOException {
      if (wants(archive, name)) {
        member(archive, name, bytes, in, depth);
      }
      if (!isDone()) {
        new MemberStream(in, budget).skip(Long.MAX_VALUE);
      }
    }

    /** A member that can't be opened. */
    void fault(Member archive, String name, long bytes, MalformedException fault) {
      visitor.fault(new Member(path(archive, name), bytes, SourceKind.OTHER), fault);
    }

    private static Bytes head(InputStream in) throws IOException {
      return Bytes.of(in.readNBytes(SourceKind.SNIFFED_BYTES));
    }

    private static InputStream joined(Bytes head, InputStream in) {
      return new SequenceInputStream(new ByteArrayInputStream(head.toArray()), in);
    }
  }
}
