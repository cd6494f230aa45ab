package org.crashtag.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.bytes.Window;
import org.crashtag.decode.Reject;
import org.crashtag.decode.Reject.Stage;
import org.crashtag.dump.Dump;
import org.crashtag.dump.DumpHeader;
import org.crashtag.source.Limits;
import org.crashtag.source.Member;
import org.crashtag.source.ReadFaultException;
import org.crashtag.source.SourceFile;
import org.crashtag.source.SourceKind;
import org.crashtag.source.SourceVisitor;
import org.crashtag.source.SourceWalker;
import org.crashtag.storage.Storage;

/** Finds out what a source is, and what is in it. */
final class Identifier {
  private final SourceWalker walker;

  Identifier(Storage storage, Limits limits) {
    this.walker = new SourceWalker(storage, limits);
  }

  /** The sightings of the source and of each member in it. */
  List<Sighting> identify(SourceFile file) {
    List<Sighting> found = new ArrayList<>();
    Visitor visitor = new Visitor(file, found::add);
    try {
      walker.walk(file, visitor);
    } catch (IOException | RuntimeException | Error e) {
      Member archive = visitor.archives.remove("");
      Member unread = new Member(null, file.bytes(), SourceKind.OTHER);
      found.add(
          visitor.sighting(archive == null ? unread : archive, Boundary.reject(Stage.READ, e)));
    }
    visitor.archives.values().forEach(archive -> found.add(visitor.sighting(archive, null)));
    return found;
  }

  private static final class Visitor implements SourceVisitor {
    private final SourceFile file;
    private final Consumer<Sighting> found;
    private final Map<String, Member> archives = new LinkedHashMap<>();
    private SourceKind outermost = SourceKind.OTHER;

    Visitor(SourceFile file, Consumer<Sighting> found) {
      this.file = file;
      this.found = found;
    }

    Sighting sighting(Member member, Reject reject) {
      return new Sighting(
          file,
          member.path(),
          member.bytes(),
          member.kind(),
          unit(member),
          null,
          false,
          0,
          0,
          reject);
    }

    private String unit(Member member) {
      return Sighting.unit(file, outermost == SourceKind.ZIP, member);
    }

    @Override
    public boolean wants(String path) {
      return true;
    }

    @Override
    public boolean isDone() {
      return false;
    }

    @Override
    public void archive(Member member) {
      if (member.path() == null) {
        outermost = member.kind();
      }
      archives.put(key(member), member);
    }

    private static String key(Member member) {
      return member.path() == null ? "" : member.path();
    }

    @Override
    public void fault(Member member, MalformedException fault) {
      // An archive whose end can't be read has one row, that of its fault.
      archives.remove(key(member));
      found.accept(sighting(member, Reject.of(Stage.READ, fault)));
    }

    @Override
    public void content(Member member, Content content) throws IOException {
      switch (member.kind()) {
        case DUMP -> found.accept(dump(member, content));
        case MINIDUMP, OTHER -> found.accept(sighting(member, emptiness(member, content)));
        case CAB, ZIP, SEVEN_ZIP, GZIP, ZSTD, XZ, BZIP2, LZMA, TAR, RAR, WIM ->
            throw new IllegalStateException(member.toString());
      }
    }

    private static Reject emptiness(Member member, Content content) throws IOException {
      boolean empty = member.path() == null && content.reach(1) == 0;
      return empty
          ? new Reject(Stage.HEADER, null, null, 0L, Reason.EMPTY, "the file is empty")
          : null;
    }

    private Sighting dump(Member member, Content content) throws IOException {
      String dumpId = null;
      Reject reject = null;
      boolean cut = false;
      long behind = 0;
      try {
        Window window = new Window(content);
        Bytes start = window.peek(0, Dump.FIRST_READ);
        DumpHeader header = DumpHeader.read(start);
        dumpId = header.dumpId();
        Dump dump = Dump.read(header, window);
        long length = length(content);
        cut = dump.cutAt(length).isPresent();
        behind = cut ? length : length - dump.regionStart().orElse(0L);
      } catch (ReadFaultException e) {
        throw e;
      } catch (IOException | RuntimeException | Error e) {
        reject = Boundary.reject(Stage.HEADER, e);
      }
      return new Sighting(
          file,
          member.path(),
          Math.max(member.bytes(), content.length()),
          member.kind(),
          unit(member),
          dumpId,
          cut,
          behind,
          content.bytesRead(),
          reject);
    }

    /** Where the archive doesn't say, the member is decompressed to its end. */
    private static long length(Content content) throws IOException {
      long length = content.length();
      return length == Content.UNKNOWN_LENGTH ? content.reach(Long.MAX_VALUE) : length;
    }
  }
}
