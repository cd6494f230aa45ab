package org.crashtag.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/** One open archive, at its level in the walk through a source. */
final class ArchiveLevel {
  private final SourceVisitor visitor;
  private final Budget budget;
  private final String fileName;
  private final Member archive;
  private final int depth;
  private final MemberNames names = new MemberNames();

  /**
   * @param fileName the source's file name, from which a compressed file's content gets its name
   * @param depth nesting level of archives; 1 for the source itself
   */
  ArchiveLevel(SourceVisitor visitor, Budget budget, String fileName, Member archive, int depth) {
    this.visitor = visitor;
    this.budget = budget;
    this.fileName = fileName;
    this.archive = archive;
    this.depth = depth;
  }

  Budget budget() {
    return budget;
  }

  boolean isDone() {
    return visitor.isDone();
  }

  /** The path of the next member. Each member uses one, even if it is skipped. */
  String path(String name) {
    budget.addName(name.length());
    String unique = names.next(name);
    return archive.path() == null ? unique : archive.path() + MemberNames.SEPARATOR + unique;
  }

  boolean accepts(String path) {
    return visitor.accepts(path);
  }

  /** Walks an archive with random access. */
  void walk(SeekableByteChannel channel) throws IOException {
    budget.checkDepth(depth);
    channel.position(0);
    switch (archive.kind()) {
      case ZIP -> ZipMembers.walk(this, channel);
      case SEVEN_ZIP -> SevenZipMembers.walk(this, channel);
      case CAB -> CabMembers.walk(this, channel);
      case GZIP, ZSTD, XZ, BZIP2, LZMA, TAR -> walk(Channels.newInputStream(channel));
      case RAR, WIM -> throw unsupported(archive.kind());
      case DUMP, MINIDUMP, OTHER -> throw new IllegalStateException(archive.toString());
    }
  }

  /** Walks an archive that is read as a stream. */
  private void walk(InputStream in) throws IOException {
    budget.checkDepth(depth);
    switch (archive.kind()) {
      case ZIP -> ZipStreamMembers.walk(this, in);
      case TAR -> TarMembers.walk(this, in);
      case GZIP, ZSTD, XZ, BZIP2, LZMA -> compressed(in);
      case SEVEN_ZIP -> SevenZipMembers.walk(this, in);
      case CAB -> CabMembers.walk(this, in);
      case RAR, WIM -> throw unsupported(archive.kind());
      case DUMP, MINIDUMP, OTHER -> throw new IllegalStateException(archive.toString());
    }
  }

  private static MalformedException unsupported(SourceKind kind) {
    return new MalformedException(Reason.UNSUPPORTED, 0, kind.label() + " archives can't be read");
  }

  /** A single compressed file. A tar in it is not a member: it is the archive itself. */
  private void compressed(InputStream packed) throws IOException {
    try (Compressed in = Compressed.open(archive.kind(), packed, budget)) {
      MemberStream stream = new MemberStream(in.stream(), budget);
      Bytes head = head(stream);
      if (SourceKind.of(head) == SourceKind.TAR) {
        Member tar = new Member(archive.path(), Content.UNKNOWN_LENGTH, SourceKind.TAR);
        new ArchiveLevel(visitor, budget, fileName, tar, depth).walk(joined(head, stream));
        return;
      }
      String path = path(uncompressedName());
      if (accepts(path)) {
        member(path, Content.UNKNOWN_LENGTH, head, stream);
      }
    }
  }

  private String uncompressedName() {
    String outer = archive.path() == null ? fileName : archive.path();
    String name = outer.substring(outer.lastIndexOf(MemberNames.SEPARATOR) + 1);
    name = name.substring(name.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /**
   * A member: a dump candidate, or a nested archive.
   *
   * @param bytes its length, or {@link Content#UNKNOWN_LENGTH}
   */
  void member(String path, long bytes, InputStream in) throws IOException {
    MemberStream stream = new MemberStream(in, budget);
    Bytes head;
    try {
      head = head(stream);
    } catch (MalformedException e) {
      fault(path, bytes, e);
      return;
    }
    member(path, bytes, head, stream);
  }

  private void member(String path, long bytes, Bytes head, MemberStream in) throws IOException {
    budget.addMember();
    SourceKind kind = SourceKind.of(head);
    InputStream whole = joined(head, in);
    try {
      if (EmbeddedArchive.isProgram(head)) {
        Optional<EmbeddedArchive> embedded = EmbeddedArchive.find(whole);
        if (embedded.isPresent()) {
          archive(new Member(path, bytes, embedded.get().kind()), embedded.get().stream());
        } else {
          // The search for an archive has read the rest; the head is enough to tell the kind.
          InputStream rest = InputStream.nullInputStream();
          visitor.content(new Member(path, bytes, kind), new StreamContent(head, rest, bytes));
        }
      } else if (kind.isArchive()) {
        archive(new Member(path, bytes, kind), whole);
      } else {
        Volumes.verifyNone(path, kind);
        visitor.content(new Member(path, bytes, kind), new StreamContent(head, in, bytes));
      }
    } catch (MalformedException e) {
      visitor.fault(new Member(path, bytes, kind), Volumes.explained(path, e));
    } catch (OutOfMemoryError | StackOverflowError e) {
      // The visitor guards itself, so it is a nested archive that needs too much.
      visitor.fault(new Member(path, bytes, kind), Faults.malformed(e, 0));
    }
  }

  private void archive(Member member, InputStream in) throws IOException {
    visitor.archive(member);
    new ArchiveLevel(visitor, budget, fileName, member, depth + 1).walk(in);
  }

  /** A member that can't be opened. */
  void fault(String path, long bytes, MalformedException fault) {
    visitor.fault(new Member(path, bytes, SourceKind.OTHER), fault);
  }

  private static Bytes head(InputStream in) throws IOException {
    return Bytes.of(in.readNBytes(SourceKind.SNIFFED_BYTES));
  }

  private static InputStream joined(Bytes head, InputStream in) {
    return new SequenceInputStream(new ByteArrayInputStream(head.toArray()), in);
  }
}
