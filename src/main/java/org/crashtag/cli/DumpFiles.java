package org.crashtag.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.Escape;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Reject;
import org.crashtag.decode.Reject.Stage;
import org.crashtag.pipeline.Boundary;
import org.crashtag.source.Ahead;
import org.crashtag.source.Limits;
import org.crashtag.source.Member;
import org.crashtag.source.ReadFaultException;
import org.crashtag.source.SourceChannel;
import org.crashtag.source.SourceFile;
import org.crashtag.source.SourceKind;
import org.crashtag.source.SourceLister;
import org.crashtag.source.SourceVisitor;
import org.crashtag.source.SourceWalker;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Storages;

/**
 * Opens the dumps that a command's PATHs name, one after another. If a source can't be used, prints
 * a line and continues.
 */
final class DumpFiles {
  private final Terminal terminal;
  private final Limits limits;
  private final boolean verbose;
  private final Storage storage;
  private int failures;
  private int dumps;

  DumpFiles(Terminal terminal, Limits limits, boolean verbose) {
    this(terminal, limits, verbose, Storages.all());
  }

  DumpFiles(Terminal terminal, Limits limits, boolean verbose, Storage storage) {
    this.storage = storage;
    this.terminal = terminal;
    this.limits = limits;
    this.verbose = verbose;
  }

  /**
   * A dump that was found.
   *
   * @param source path of the file
   * @param member inside it; null outside archives
   */
  record Found(String source, String member) {
    /** The name as users write it. */
    String name() {
      return member == null ? source : source + "!" + member;
    }
  }

  /** What a command does with a dump. Exceptions other than these cost only this dump. */
  interface Visitor {
    /**
     * Receives a dump.
     *
     * @throws IOException if the source can't be read, or the command's output can't be written
     */
    void visit(Found found, Content content) throws IOException;

    /** Whether the rest of this source can be skipped. */
    default boolean isDone() {
      return false;
    }
  }

  /** Visits each dump and returns the exit code. */
  int each(List<String> paths, Visitor visitor) throws IOException {
    for (String path : paths) {
      List<SourceFile> files = new ArrayList<>();
      Optional<String> member = memberOf(path, files);
      SourceLister lister = new SourceLister(storage, files::add, this::complain, Optional.empty());
      if (member.isEmpty()) {
        lister.add(path);
      }
      boolean named =
          member.isPresent()
              || (files.size() == 1 && files.get(0).path().equals(lister.literal(path)));
      int before = dumps;
      int failuresBefore = failures;
      try (Ahead<SourceFile, SourceChannel> ahead =
          new Ahead<>(files.iterator(), new FirstBytes())) {
        while (ahead.hasNext()) {
          visit(ahead, new Walk(ahead.item(), member.orElse(null), named, visitor));
        }
      }
      if (!files.isEmpty() && dumps == before && failures == failuresBefore) {
        String what = member.isPresent() ? "no such dump in this archive" : "no dump found";
        complain(new SourceLister.Problem(path, what));
      }
    }
    return failures > 0 ? ExitCode.FAILED : ExitCode.DONE;
  }

  /** If {@code path} names a member of an archive, adds the archive and returns the member. */
  private Optional<String> memberOf(String path, List<SourceFile> files) throws IOException {
    if (storage.find(path).isPresent()) {
      return Optional.empty();
    }
    for (int end = path.indexOf('!'); end > 0; end = path.indexOf('!', end + 1)) {
      Optional<Storage.Entry> archive = storage.find(path.substring(0, end));
      if (archive.isPresent() && archive.get().kind() == Storage.Kind.FILE) {
        Storage.Entry entry = archive.get();
        files.add(SourceFile.of(entry));
        return Optional.of(path.substring(end + 1));
      }
    }
    return Optional.empty();
  }

  private void complain(SourceLister.Problem problem) {
    fail(problem.path(), problem.message());
  }

  /** Prints the fault of a source, and makes the command fail. */
  void fail(String source, String message) {
    failures++;
    terminal.complain(source, message);
  }

  /** Reads the first bytes of the next remote sources while one is used. */
  private final class FirstBytes implements Ahead.Preparation<SourceFile, SourceChannel> {
    private static final int BYTES = 1 << 17;

    @Override
    public boolean isWorthIt(SourceFile file) {
      return !file.tag().isEmpty();
    }

    @Override
    public long bytes(SourceFile file) {
      return Math.min(BYTES, file.bytes());
    }

    @Override
    public SourceChannel prepare(SourceFile file) throws IOException {
      SourceChannel channel = new SourceChannel(storage, file);
      channel.readAhead(0, BYTES);
      return channel;
    }
  }

  /** Visits the dumps of a source. Whatever goes wrong with it costs only this source. */
  private void visit(Ahead<SourceFile, SourceChannel> ahead, Walk walk) throws IOException {
    Optional<SourceChannel> opened;
    try {
      opened = ahead.take();
    } catch (IOException e) {
      fail(walk.file.path(), e);
      return;
    }
    try {
      SourceWalker sources = new SourceWalker(storage, limits);
      if (opened.isPresent()) {
        sources.walk(walk.file, opened.get(), walk);
      } else {
        sources.walk(walk.file, walk);
      }
    } catch (ReadFaultException e) {
      fail(walk.file.path(), describe(e));
      trace(e);
    } catch (UnwritableException | UsageException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      fail(walk.file.path(), e);
    }
  }

  private void fail(String source, Throwable fault) {
    Reject reject = Boundary.reject(Stage.READ, fault);
    fail(source, describe(reject.reason(), reject.offset(), reject.message()));
    trace(fault);
  }

  /** One source's walk. */
  private final class Walk implements SourceVisitor {
    private final SourceFile file;
    private final String member;
    private final boolean named;
    private final Visitor visitor;

    /**
     * @param member the only one to visit, with its contents; null for all
     * @param named whether the user named this very file
     */
    Walk(SourceFile file, String member, boolean named, Visitor visitor) {
      this.file = file;
      this.member = member;
      this.named = named;
      this.visitor = visitor;
    }

    @Override
    public boolean accepts(String path) {
      return member == null || leads(path) || leads(Escape.text(path));
    }

    private boolean leads(String path) {
      return path.equals(member) || path.startsWith(member + "!") || member.startsWith(path + "!");
    }

    /** Whether this is the requested member, given by its name or as it is printed. */
    private boolean isMember(String path) {
      return path != null && (path.equals(member) || Escape.text(path).equals(member));
    }

    @Override
    public boolean isDone() {
      return visitor.isDone();
    }

    @Override
    public void archive(Member archive) {
      // Its contents come next.
    }

    @Override
    public void fault(Member at, MalformedException fault) {
      fail(new Found(file.path(), at.path()).name(), describe(fault));
      trace(fault);
    }

    @Override
    public void content(Member at, Content content) throws IOException {
      boolean isDump = at.kind() == SourceKind.DUMP;
      boolean asked = member == null ? named && at.path() == null : isMember(at.path());
      if (!isDump && !asked) {
        return;
      }
      Found found = new Found(file.path(), at.path());
      dumps += isDump ? 1 : 0;
      try {
        visitor.visit(found, content);
        if (at.path() != null) {
          // The length and checksum of a member are verified only at its end.
          content.reach(Long.MAX_VALUE);
        }
      } catch (MalformedException e) {
        fault(at, e);
      } catch (UnwritableException | UsageException e) {
        throw e;
      } catch (RuntimeException | Error e) {
        fail(found.name(), e);
      }
    }
  }

  private void trace(Throwable e) {
    if (verbose) {
      e.printStackTrace(terminal.err());
    }
  }

  /** Reason, place and message. */
  static String describe(MalformedException fault) {
    return describe(fault.reason(), fault.offset(), fault.getMessage());
  }

  static String describe(Reason reason, Long offset, String message) {
    String place = offset == null ? "" : " at 0x" + Long.toHexString(offset);
    return reason.label() + place + ": " + message;
  }

  private static String describe(ReadFaultException fault) {
    return Reason.UNREADABLE.label() + ": " + words(fault);
  }

  /** The message of an I/O failure; for some classes it is only a path. */
  static String words(IOException fault) {
    if (fault instanceof AccessDeniedException) {
      return "permission denied: " + fault.getMessage();
    }
    if (fault instanceof NoSuchFileException) {
      return "no such file: " + fault.getMessage();
    }
    if (fault instanceof FileAlreadyExistsException) {
      return "file already exists: " + fault.getMessage();
    }
    return fault.getMessage() == null ? fault.toString() : fault.getMessage();
  }
}
