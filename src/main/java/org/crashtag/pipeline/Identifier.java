package org.crashtag.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.crashtag.source.SourceChannel;
import org.crashtag.source.SourceFile;
import org.crashtag.source.SourceKind;
import org.crashtag.source.SourceVisitor;
import org.crashtag.source.SourceWalker;
import org.crashtag.storage.Storage;

/** Finds out what a source is, and what is in it. */
final class Identifier {
  /** How often a source is read that others replace while it is read. */
  private static final int TRIES = 3;

  private final Storage storage;
  private final SourceWalker walker;
  private final SourceOpener opener;

  /**
   * An identifier of a run's sources.
   *
   * @param opener learns from the dumps how much to read of the next ones
   */
  Identifier(Storage storage, Limits limits, SourceOpener opener) {
    this.storage = storage;
    this.walker = new SourceWalker(storage, limits);
    this.opener = opener;
  }

  /** What opens a source. */
  interface Opening {
    SourceChannel open() throws IOException;
  }

  /** The sightings of the source and of each member in it. */
  List<Sighting> identify(SourceFile file) {
    return identify(file, () -> new SourceChannel(storage, file));
  }

  /**
   * The sightings of the source and of each member in it. If the source is replaced meanwhile,
   * those of the new one.
   */
  List<Sighting> identify(SourceFile file, Opening opening) {
    SourceFile current = file;
    Opening open = opening;
    for (int tries = 1; ; tries++) {
      Found found = identifyOnce(current, open);
      if (!found.replaced || tries == TRIES) {
        return found.sightings;
      }
      try {
        Optional<Storage.Entry> there = storage.find(file.path());
        if (there.isEmpty()) {
          return found.sightings;
        }
        SourceFile next = SourceFile.of(there.get());
        current = next;
        open = () -> new SourceChannel(storage, next);
      } catch (IOException e) {
        return found.sightings;
      }
    }
  }

  /**
   * What reading a source once gave.
   *
   * @param replaced whether it was replaced meanwhile
   */
  private record Found(List<Sighting> sightings, boolean replaced) {}

  private Found identifyOnce(SourceFile file, Opening opening) {
    List<Sighting> found = new ArrayList<>();
    Visitor visitor = new Visitor(file, found::add, opener);
    boolean replaced = false;
    Bytes first = Bytes.NONE;
    try (SourceChannel channel = opening.open()) {
      first = channel.kept(0);
      walker.walk(file, channel, visitor);
    } catch (IOException | RuntimeException | Error e) {
      replaced = e instanceof ReadFaultException fault && fault.isReplaced();
      Member archive = visitor.archives.remove("");
      Member unread = new Member(null, file.bytes(), SourceKind.OTHER);
      found.add(
          visitor.sighting(archive == null ? unread : archive, Boundary.reject(Stage.READ, e)));
    }
    visitor.archives.values().forEach(archive -> found.add(visitor.sighting(archive, null)));
    if (first.length() > 0 && found.stream().anyMatch(Sighting::isDump)) {
      Head head = opener.keep(first, found.get(0).member() == null);
      found.replaceAll(sighting -> sighting.withHead(head));
    }
    return new Found(found, replaced);
  }

  private static final class Visitor implements SourceVisitor {
    private final SourceFile file;
    private final Consumer<Sighting> found;
    private final SourceOpener opener;
    private final Map<String, Member> archives = new LinkedHashMap<>();
    private SourceKind outermost = SourceKind.OTHER;

    Visitor(SourceFile file, Consumer<Sighting> found, SourceOpener opener) {
      this.opener = opener;
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
    public boolean accepts(String path) {
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
        if (member.path() == null) {
          opener.learn(dump);
        }
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
